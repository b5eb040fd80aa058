package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that comes into force while requests run, on every node. */
class RevisionsTest {

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Gateway one;
    static Gateway two;

    @BeforeAll
    static void start() {
        Map<String, String> quick = Map.of("patchbay.configuration.every", "100");
        one = Gateway.start(workspace, quick);
        two = one.second(elsewhere, quick);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @BeforeEach
    void fresh() {
        one.reset();
    }

    @Test
    void both_nodes_take_it_and_say_so_in_every_answer() {
        long revision = changed(document -> document.withObject("/offerings/mobile-10gb").put("name", "Mobile 10 GB, new"));

        await().until(() -> revision(two) == revision);
        for (Gateway node : new Gateway[] {one, two}) {
            Answer offering = node.get(Gateway.ACME, "/v1/product-offerings/mobile-10gb");
            assertThat(offering.text("/name")).isEqualTo("Mobile 10 GB, new");
            assertThat(offering.headers().get("patchbay-revision")).isEqualTo(Long.toString(revision));
        }
    }

    @Test
    void an_account_that_moves_gets_new_orders_at_its_new_address_and_none_is_lost_on_the_way() {
        String address = "http://localhost:" + one.sandbox().controlPort() + "/telegent";
        CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> made(40));

        long revision = changed(document -> document.withObject("/accounts/globex-telegent").put("baseUrl", address));

        await().until(() -> revision(two) == revision);
        assertThat(load.join()).as("orders that were answered otherwise than 201").isZero();
        assertThat(Party.TELEGENT.create(one).status()).isEqualTo(201);
        assertThat(Party.TELEGENT.create(two).status()).isEqualTo(201);
        assertThat(one.truth("telegent")).hasSize(42);
    }

    @Test
    void a_bad_one_changes_nothing_and_every_problem_is_told() {
        long before = revision(one);
        ObjectNode bad = current(one);
        bad.withObject("/accounts/acme-connect").put("provider", "nobody").put("baseUrl", "nowhere");

        Activation refused = store(one).activate(bad, "test", "a slip", before);

        assertThat(refused).isInstanceOfSatisfying(Activation.Invalid.class, invalid -> assertThat(invalid.problems()).extracting("pointer")
                .contains("/accounts/acme-connect/provider", "/accounts/acme-connect/baseUrl"));
        assertThat(revision(one)).isEqualTo(before);
    }

    @Test
    void who_has_not_seen_the_newest_one_overwrites_nothing() {
        long before = revision(one);
        changed(document -> document.withObject("/tenants/acme").put("title", "Acme, renamed"));

        ObjectNode late = current(one);
        late.withObject("/tenants/acme").put("title", "Acme, otherwise");
        assertThat(store(one).activate(late, "test", "too late", before)).isEqualTo(new Activation.Outdated(revision(one)));
    }

    private static int made(int orders) {
        int failed = 0;
        for (int n = 0; n < orders; n++) {
            failed += Party.TELEGENT.create(n % 2 == 0 ? one : two).status() == 201 ? 0 : 1;
        }
        return failed;
    }

    private static long changed(Consumer<ObjectNode> change) {
        ObjectNode document = current(one);
        change.accept(document);
        Activation activation = store(one).activate(document, "test", "a change", revision(one));
        return ((Activation.Activated) activation).revision();
    }

    private static ObjectNode current(Gateway node) {
        return store(node).revision(revision(node)).document();
    }

    private static long revision(Gateway node) {
        return store(node).current().revision();
    }

    private static ConfigurationStore store(Gateway node) {
        return node.application().getBean(ConfigurationStore.class);
    }
}
