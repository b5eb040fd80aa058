package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.MergePatch;
import io.patchbay.routing.Previews;
import io.patchbay.routing.Proposed;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change comes into force as it was previewed, or not. */
class PreviewDemandedTest {

    private static final ObjectNode RENAMED = JsonNodeFactory.instance.objectNode();

    static {
        RENAMED.withObject("/tenants/acme").put("title", "Acme, renamed");
    }

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static ConfigurationStore store;
    static Previews previews;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        store = gateway.application().getBean(ConfigurationStore.class);
        previews = gateway.application().getBean(Previews.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void by_default_a_change_needs_no_preview() {
        assertThat(gateway.application().getBean(PreviewDemanded.class).refuses(change(RENAMED, null))).isEmpty();
    }

    @Test
    void where_one_is_required_a_change_without_one_is_told_what_to_do() {
        Problem refused = new PreviewDemanded(previews, true).refuses(change(RENAMED, null)).orElseThrow();
        assertThat(refused.code()).isEqualTo(ProblemCode.PREVIEW_REQUIRED);
        assertThat(refused.detail()).contains("/admin/v1/revisions/preview");
    }

    @Test
    void a_change_that_was_previewed_comes_into_force() {
        assertThat(new PreviewDemanded(previews, true).refuses(change(RENAMED, previewed()))).isEmpty();
    }

    @Test
    void a_preview_of_another_document_or_one_that_never_was_is_outdated_required_or_not() {
        ObjectNode other = RENAMED.deepCopy();
        other.withObject("/tenants/acme").put("title", "Otherwise");
        for (boolean required : new boolean[] {true, false}) {
            PreviewDemanded condition = new PreviewDemanded(previews, required);
            assertThat(condition.refuses(change(other, previewed())).orElseThrow().code()).isEqualTo(ProblemCode.PREVIEW_OUTDATED);
            assertThat(condition.refuses(change(RENAMED, "prv_00000000000000000000000000000000")).orElseThrow().code()).isEqualTo(ProblemCode.PREVIEW_OUTDATED);
        }
    }

    @Test
    void a_preview_against_another_revision_is_outdated() {
        String preview = previewed();
        ObjectNode meanwhile = document();
        meanwhile.withObject("/tenants/globex").put("title", "Globex, renamed " + store.current().revision());
        store.activate(meanwhile, "test", "meanwhile", store.current().revision());
        assertThat(new PreviewDemanded(previews, false).refuses(change(RENAMED, preview)).orElseThrow().code()).isEqualTo(ProblemCode.PREVIEW_OUTDATED);
    }

    @Test
    void previews_are_forgotten_after_a_day_and_only_the_newest_are_kept() throws SQLException {
        String old = previewed();
        execute(gateway.database(), "update configuration_preview set made_at = made_at - interval '25 hours'");
        assertThat(previews.find(old)).isEmpty();
        execute(gateway.database(), """
                insert into configuration_preview (preview, actor, based, digest, summary) select 'p' || n, 'a', %d, 'd', '{}' from generate_series(1, 1200) n"""
                .formatted(store.current().revision()));
        String kept = previewed();
        assertThat(previews.find(kept)).isPresent();
        assertThat(count(gateway.database())).isLessThanOrEqualTo(1_000);
    }

    private static ProposedChange change(ObjectNode patch, String preview) {
        ObjectNode document = new MergePatch(patch).on(document());
        Configuration after = ((Proposed.Valid) store.proposed(document)).configuration();
        return new ProposedChange("demo", store.current(), after, document, preview, null, Purpose.CHANGE);
    }

    private static ObjectNode document() {
        return store.revision(store.current().revision()).document();
    }

    private static String previewed() {
        Answer answer = gateway.post(Gateway.ADMIN, "/admin/v1/revisions/preview", "{\"patch\": " + RENAMED + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("based").asLong()).isEqualTo(store.current().revision());
        return answer.text("/preview");
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().execute(sql);
        }
    }

    private static int count(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                var found = connection.createStatement().executeQuery("select count(*) from configuration_preview")) {
            found.next();
            return found.getInt(1);
        }
    }
}
