package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was there before a restart is there after it. */
class RestartTest {

    private static final String CREATE = "/v1/subscriptions";

    @Test
    void subscriptions_operations_and_answers_outlive_a_restart(@TempDir Path workspace) {
        Gateway before = Gateway.start(workspace.resolve("first"));
        Map<String, Answer> created = new LinkedHashMap<>();
        for (String key : new String[] {ACME, GLOBEX, INITECH}) {
            created.put(key, before.post(key, CREATE, order("now", "{\"sim\": {\"esim\": true}}"), "Idempotency-Key", "now"));
        }
        String tomorrow = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.DAYS).toString();
        Answer scheduled = before.post(GLOBEX, CREATE, order("later", "{\"at\": \"" + tomorrow + "\"}"));
        before.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions\", \"effect\": \"drop-after\", \"times\": 1}]");
        Answer lost = before.post(GLOBEX, CREATE, order("lost", "{\"sim\": {\"esim\": true}}"), "Idempotency-Key", "lost");
        assertThat(lost.status()).isEqualTo(202);
        int held = before.truth("telegent").size();

        try (Gateway after = before.restarted(workspace.resolve("second"))) {
            created.forEach((key, first) -> {
                Answer again = after.post(key, CREATE, order("now", "{\"sim\": {\"esim\": true}}"), "Idempotency-Key", "now");
                assertThat(again.status()).isEqualTo(201);
                assertThat(again.body()).isEqualTo(first.body());
                assertThat(again.headers()).containsEntry("idempotency-replayed", "true");
                assertThat(after.get(key, first.headers().get("location")).json()).isEqualTo(first.json());
                assertThat(after.get(key, "/v1/operations/" + first.text("/operationId")).text("/state")).isEqualTo("SUCCEEDED");
            });
            assertThat(after.get(GLOBEX, CREATE + "/rid_later").json()).isEqualTo(scheduled.json());
            assertThat(after.post(GLOBEX, CREATE, order("lost", "{\"sim\": {\"esim\": true}}"), "Idempotency-Key", "lost").body()).isEqualTo(lost.body());
            assertThat(after.get(ACME, CREATE + "/rid_now?refresh=true").status()).isEqualTo(200);
            assertThat(after.truth("telegent")).hasSize(held);
            assertThat(after.post(INITECH, CREATE, order("next", "{\"sim\": {\"esim\": true}}")).status()).isEqualTo(201);
        }
    }

    private static String order(String reference, String activation) {
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "c", "referenceId": "%s",
                 "subscriber": {"name": "Ada Example", "email": "ada@example.com"}, "activation": %s}""".formatted(reference, activation);
    }
}
