package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers tell nothing by themselves, so they are asked: a subscription gets on without anybody reading it. */
class LooksTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("patchbay.polling.every", "100"));
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        rows.execute("delete from due_work");
        gateway.reset();
    }

    @Test
    void what_waits_for_its_activation_becomes_activated() {
        String id = Party.CONNECT.created(gateway);
        assertThat(status(Party.CONNECT, id)).isEqualTo("PENDING");

        awaited(Party.CONNECT, id, "ACTIVATED", Duration.ofMinutes(2));

        assertThat(owed(id)).isEmpty();
    }

    @Test
    void what_starts_at_its_first_use_is_activated_then_and_expires_when_its_plan_ends() {
        Answer made = Party.TELLISIM.create(gateway);
        String id = made.text("/subscriptionId");
        assertThat(status(Party.TELLISIM, id)).isEqualTo("PENDING");
        gateway.control("POST", "/tellisim/sims/" + made.text("/sim/iccid") + "/first-use", null);

        awaited(Party.TELLISIM, id, "ACTIVATED", Duration.ofMinutes(2));
        awaited(Party.TELLISIM, id, "EXPIRED", Duration.ofDays(20));

        assertThat(owed(id)).isEmpty();
    }

    @Test
    void a_cancellation_that_was_planned_comes_true() {
        String id = Party.CONNECT.created(gateway);
        awaited(Party.CONNECT, id, "ACTIVATED", Duration.ofMinutes(2));
        gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + id + "/cancel", "{}");
        assertThat(owed(id)).containsExactly("LOOK");

        awaited(Party.CONNECT, id, "CANCELLED", Duration.ofHours(20));

        assertThat(owed(id)).isEmpty();
    }

    @Test
    void what_does_not_change_by_itself_is_not_asked_about() {
        String shell = gateway.post(Gateway.ACME, "/v1/subscriptions", "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"c\", "
                + "\"subscriber\": {\"name\": \"Ada\"}}").text("/subscriptionId");
        String active = Party.TELEGENT.created(gateway);
        assertThat(status(Party.TELEGENT, active)).isEqualTo("ACTIVATED");

        assertThat(owed(shell)).isEmpty();
        assertThat(owed(active)).isEmpty();
    }

    @Test
    void what_goes_on_waiting_is_asked_about_ever_more_seldom() {
        String id = Party.TELLISIM.created(gateway);

        await().until(() -> {
            gateway.pass(Duration.ofMinutes(10));
            return looks(id) > 5;
        });

        assertThat(restingSeconds(id)).isGreaterThan(600);
        assertThat(status(Party.TELLISIM, id)).isEqualTo("PENDING");
    }

    private static void awaited(Party party, String id, String status, Duration step) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            gateway.pass(step);
            return status(party, id).equals(status);
        });
    }

    private static String status(Party party, String id) {
        return party.record(gateway, id).path("status").asText();
    }

    private static List<String> owed(String id) {
        return rows.texts("select kind from due_work where subscription_id = ?", id);
    }

    private static int looks(String id) {
        return Integer.parseInt(rows.texts("select tries from due_work where subscription_id = ?", id).getFirst());
    }

    private static double restingSeconds(String id) {
        return Double.parseDouble(rows.texts("select extract(epoch from try_at - due_at) from due_work where subscription_id = ?", id).getFirst());
    }
}
