package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An end that the gateway keeps is carried out when it has come, and a provider that has to be told before is told before. */
class DueEndsTest {

    private static final Duration A_DAY = Duration.ofDays(1);

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.impatient(sheet)));
        settings.put("patchbay.settling.every", "100");
        settings.put("patchbay.schedule.every", "100");
        gateway = Gateway.start(workspace, settings);
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
    void a_subscription_is_ended_where_its_provider_keeps_no_end() {
        Answer made = until(Party.TELEGENT, in(Duration.ofHours(20)));
        assertThat(made.text("/status")).isEqualTo("ACTIVATED");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(status(Party.TELEGENT, made)).isEqualTo("CANCELLED"));
        assertThat(gateway.truth("telegent").at("/0/deleted").asBoolean()).isTrue();
        assertThat(owed(made)).isEmpty();
    }

    @Test
    void a_cancellation_for_later_is_carried_out_then() {
        Answer made = Party.TELLISIM.create(gateway);
        String at = in(Duration.ofHours(20));
        assertThat(gateway.post(Party.TELLISIM.key, path(made) + "/cancel", "{\"at\": \"" + at + "\"}").status()).isEqualTo(200);
        assertThat(gateway.truth("tellisim").at("/0/deleted").asBoolean()).isFalse();

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(status(Party.TELLISIM, made)).isEqualTo("CANCELLED"));
        assertThat(gateway.truth("tellisim").at("/0/deleted").asBoolean()).isTrue();
    }

    @Test
    void a_provider_that_ends_by_the_day_is_told_before_and_keeps_the_end_from_then_on() {
        String end = in(Duration.ofDays(10));
        String day = LocalDate.parse(end.substring(0, 10)).plusDays(1).toString();
        Answer made = until(Party.CONNECT, end);

        gateway.pass(Duration.ofDays(8));
        assertThat(Arrived.at(gateway, "connect").to("POST", "/subscriptions/.*/cancel").count()).isZero();
        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(record(Party.CONNECT, made).at("/pendingStatus/scheduledAt").asText()).isEqualTo(day));
        JsonNode cancel = Arrived.at(gateway, "connect").to("POST", "/subscriptions/.*/cancel").body();
        assertThat(cancel.at("/cancelAt/date").asText()).as("not before the moment").isEqualTo(day);
        assertThat(record(Party.CONNECT, made).at("/pendingStatus/status").asText()).isEqualTo("CANCELLED");
        assertThat(record(Party.CONNECT, made).has("expiresAt")).isFalse();
        assertThat(owed(made)).doesNotContain("END");
    }

    @Test
    void an_activation_held_here_for_a_shell_of_the_provider_is_carried_out() {
        Answer shell = gateway.post(Party.CONNECT.key, "/v1/subscriptions", Party.order().replaceAll("(?s),\\s*\"activation\": .*", "}"));
        Answer scheduled = gateway.post(Party.CONNECT.key, path(shell) + "/activate", "{\"at\": \"" + in(Duration.ofHours(20)) + "\"}");
        assertThat(scheduled.text("/status")).as(scheduled.body()).isEqualTo("SCHEDULED");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(status(Party.CONNECT, shell)).isNotEqualTo("SCHEDULED"));
    }

    @Test
    void an_activation_held_here_for_a_shell_of_the_provider_can_be_moved_dropped_and_cancelled() {
        Answer shell = gateway.post(Party.CONNECT.key, "/v1/subscriptions", Party.order().replaceAll("(?s),\\s*\"activation\": .*", "}"));
        gateway.post(Party.CONNECT.key, path(shell) + "/activate", "{\"at\": \"" + in(Duration.ofHours(20)) + "\"}");
        String later = in(Duration.ofDays(3));

        Answer moved = gateway.send(Party.CONNECT.key, "PUT", path(shell) + "/activation", "{\"at\": \"" + later + "\"}");
        assertThat(moved.text("/pendingStatus/scheduledAt")).as(moved.body()).isEqualTo(later);
        assertThat(gateway.get(Party.CONNECT.key, path(shell) + "?refresh=true").text("/status")).isEqualTo("SCHEDULED");
        assertThat(gateway.send(Party.CONNECT.key, "DELETE", path(shell) + "/activation", null).text("/status")).isEqualTo("PENDING");
        assertThat(owed(shell)).doesNotContain("ACTIVATE");

        gateway.post(Party.CONNECT.key, path(shell) + "/activate", "{\"at\": \"" + later + "\"}");
        gateway.post(Party.CONNECT.key, path(shell) + "/cancel", "{}");
        assertThat(status(Party.CONNECT, shell)).isNotEqualTo("SCHEDULED");
        assertThat(owed(shell)).doesNotContain("ACTIVATE");
    }

    @Test
    void an_end_later_today_cuts_nothing_off_where_the_provider_ends_by_the_day() {
        Answer made = until(Party.CONNECT, in(Duration.ofSeconds(90)));

        gateway.pass(Duration.ofMinutes(2));

        await().untilAsserted(() -> assertThat(Arrived.at(gateway, "connect").to("POST", "/subscriptions/.*/cancel").count()).isOne());
        String told = Arrived.at(gateway, "connect").to("POST", "/subscriptions/.*/cancel").body().at("/cancelAt/date").asText(null);
        assertThat(told == null || LocalDate.parse(told).isAfter(LocalDate.ofInstant(gateway.now().minusSeconds(300), ZoneId.of("UTC")))).isTrue();
        assertThat(status(Party.CONNECT, made)).isNotEqualTo("CANCELLED");
    }

    @Test
    void one_that_was_activated_at_its_provider_meanwhile_is_no_shell_again() {
        Answer shell = gateway.post(Party.CONNECT.key, "/v1/subscriptions", Party.order().replaceAll("(?s),\\s*\"activation\": .*", "}"));
        gateway.post(Party.CONNECT.key, path(shell) + "/activate", "{\"at\": \"" + in(Duration.ofHours(20)) + "\"}");
        String there = shell.text("/provider/subscriptionId");
        rows.execute("update subscription set status = 'ACTIVATED', version = version + 1 where provider_subscription_id = '" + there + "'");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(owed(shell)).doesNotContain("ACTIVATE"));
        assertThat(status(Party.CONNECT, shell)).isEqualTo("ACTIVATED");
    }

    @Test
    void a_cancellation_after_the_date_leaves_the_activation_that_comes_before_it() {
        Answer shell = gateway.post(Party.CONNECT.key, "/v1/subscriptions", Party.order().replaceAll("(?s),\\s*\"activation\": .*", "}"));
        gateway.post(Party.CONNECT.key, path(shell) + "/activate", "{\"at\": \"" + in(Duration.ofHours(20)) + "\"}");

        gateway.post(Party.CONNECT.key, path(shell) + "/cancel", "{\"at\": \"" + in(Duration.ofDays(90)).substring(0, 10) + "\"}");

        assertThat(status(Party.CONNECT, shell)).isEqualTo("SCHEDULED");
        assertThat(owed(shell)).contains("ACTIVATE");
    }

    @Test
    void the_day_of_a_held_end_is_the_day_that_was_named() {
        String day = LocalDate.ofInstant(gateway.now(), ZoneId.of("Europe/Stockholm")).plusDays(30).toString();
        Answer made = gateway.post(Party.CONNECT.key, "/v1/subscriptions", Party.order().replace("\"activation\": {",
                "\"activation\": {\"at\": \"" + in(Duration.ofHours(20)) + "\", \"until\": \"" + day + "\", "));
        assertThat(made.text("/status")).as(made.body()).isEqualTo("SCHEDULED");

        gateway.pass(A_DAY);
        await().untilAsserted(() -> assertThat(record(Party.CONNECT, made).at("/provider/subscriptionId").asText()).isNotBlank());
        gateway.pass(Duration.ofDays(28));

        await().untilAsserted(() -> assertThat(Arrived.at(gateway, "connect").to("POST", "/subscriptions/.*/cancel").count()).isOne());
        assertThat(Arrived.at(gateway, "connect").to("POST", "/subscriptions/.*/cancel").body().at("/cancelAt/date").asText()).isEqualTo(day);
    }

    @Test
    void an_activation_whose_end_is_over_as_well_never_begins() {
        Answer made = gateway.post(Party.TELEGENT.key, "/v1/subscriptions", Party.order().replace("\"activation\": {",
                "\"activation\": {\"at\": \"" + in(Duration.ofHours(2)) + "\", \"until\": \"" + in(Duration.ofHours(4)) + "\", "));

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(status(Party.TELEGENT, made)).isEqualTo("CANCELLED"));
        assertThat(gateway.truth("telegent")).isEmpty();
        assertThat(owed(made)).isEmpty();
    }

    @Test
    void an_end_that_its_provider_refuses_is_told() {
        Answer made = until(Party.TELEGENT, in(Duration.ofHours(20)));
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/subscriptions/delete\", \"effect\": \"status:422-before\"}]");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(record(Party.TELEGENT, made).path("notices").findValuesAsText("code")).contains("end-refused"));
        assertThat(record(Party.TELEGENT, made).has("expiresAt")).isFalse();
        assertThat(owed(made)).isEmpty();
    }

    private static String in(Duration time) {
        return gateway.now().plus(time).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Answer until(Party party, String end) {
        Answer made = gateway.post(party.key, "/v1/subscriptions", Party.order().replace("\"activation\": {", "\"activation\": {\"until\": \"" + end + "\", "));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(Instant.parse(made.text("/expiresAt"))).isEqualTo(end);
        return made;
    }

    private static JsonNode record(Party party, Answer subscription) {
        return party.record(gateway, subscription.text("/subscriptionId"));
    }

    private static String status(Party party, Answer subscription) {
        return record(party, subscription).path("status").asText();
    }

    private static String path(Answer subscription) {
        return "/v1/subscriptions/" + subscription.text("/subscriptionId");
    }

    private static List<String> owed(Answer subscription) {
        return rows.texts("select kind from due_work where subscription_id = ?", subscription.text("/subscriptionId"));
    }
}
