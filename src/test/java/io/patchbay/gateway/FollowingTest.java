package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.LossyLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes what another one has put into force. */
class FollowingTest {

    private static final String OFFERING = "/v1/product-offerings/mobile-10gb";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway one;
    static Gateway two;
    static LossyLine line;

    @BeforeAll
    static void start() {
        // none looks by itself: what it takes it has heard
        one = Gateway.start(workspace, Map.of("patchbay.configuration.every", "3600000"));
        line = LossyLine.to(one.database());
        two = one.second(elsewhere, Map.of("patchbay.configuration.every", "3600000", "spring.datasource.url", line.url(),
                "spring.datasource.hikari.connection-timeout", "500"));
    }

    @AfterAll
    static void stop() {
        two.close();
        line.close();
        one.close();
    }

    @Test
    void a_node_hears_of_a_change_and_does_not_wait_until_it_looks() {
        long revision = renamed("heard");

        await().untilAsserted(() -> assertThat(two.get(Gateway.ACME, OFFERING).text("/name")).isEqualTo("heard"));
        assertThat(two.get(Gateway.ACME, OFFERING).headers()).containsEntry("patchbay-revision", Long.toString(revision));
    }

    @Test
    void a_node_without_its_database_goes_on_by_the_last_revision_it_knows() {
        renamed("known");
        await().until(() -> two.get(Gateway.ACME, OFFERING).text("/name").equals("known"));
        line.cut();

        renamed("unheard");

        Answer answer = two.get(Gateway.ACME, OFFERING);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/name")).isEqualTo("known");
        line.mend();
        await().atMost(Duration.ofSeconds(30)).until(() -> follows(two));
        assertThat(two.get(Gateway.ACME, OFFERING).text("/name")).isEqualTo("unheard");
    }

    /** As the clock has it done once a second. */
    private static boolean follows(Gateway node) {
        try {
            store(node).follow();
            return true;
        } catch (RuntimeException away) {
            return false;
        }
    }

    private static long renamed(String name) {
        return changed(document -> document.withObject("/offerings/mobile-10gb").put("name", name));
    }

    private static long changed(Consumer<ObjectNode> change) {
        long seen = store(one).current().revision();
        ObjectNode document = store(one).revision(seen).document();
        change.accept(document);
        return ((Activation.Activated) store(one).activate(document, "test", "a change", seen)).revision();
    }

    private static ConfigurationStore store(Gateway node) {
        return node.application().getBean(ConfigurationStore.class);
    }
}
