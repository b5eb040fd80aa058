package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewingTest {

    private static final String PATCH = "{\"patch\": {\"tenants\": {\"acme\": {\"title\": \"Renamed\"}}}}";

    @Test
    void a_preview_whose_turn_does_not_come_is_told_when_to_try_again(@TempDir Path workspace) {
        try (Gateway gateway = Gateway.start(workspace, Map.of("patchbay.preview.patience", "0s"))) {
            Answer late = gateway.application().getBean(PreviewTurn.class)
                    .take(() -> gateway.post(Gateway.ADMIN, "/admin/v1/revisions/preview", PATCH)).orElseThrow();
            assertThat(late.status()).as(late.body()).isEqualTo(503);
            assertThat(late.text("/code")).isEqualTo("not-ready");
            assertThat(late.headers()).containsEntry("retry-after", "10");
            assertThat(gateway.post(Gateway.ADMIN, "/admin/v1/revisions/preview", PATCH).status()).isEqualTo(200);
        }
    }
}
