package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was ordered for a date is done when the date has come: once, whatever happens, and never in silence. */
class DueActivationsTest {

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

    @ParameterizedTest
    @EnumSource(Party.class)
    void a_scheduled_activation_is_carried_out_when_it_is_due(Party party) {
        Answer scheduled = scheduled(party);
        assertThat(scheduled.text("/status")).isEqualTo("SCHEDULED");
        assertThat(gateway.truth(party.provider)).isEmpty();
        assertThat(owed(scheduled)).containsExactly("ACTIVATE");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(gateway.truth(party.provider)).hasSize(1));
        await().untilAsserted(() -> assertThat(record(party, scheduled).at("/provider/subscriptionId").asText()).isNotBlank());
        JsonNode after = record(party, scheduled);
        assertThat(after.path("status").asText()).isIn("ACTIVATED", "PENDING");
        assertThat(after.path("pendingStatus").path("status").asText("ACTIVATED")).isEqualTo("ACTIVATED");
        assertThat(owed(scheduled)).doesNotContain("ACTIVATE");
        JsonNode operation = party.operation(gateway, after.path("operationId").asText());
        assertThat(operation.path("kind").asText()).isEqualTo("activate");
        assertThat(operation.path("state").asText()).isEqualTo("SUCCEEDED");
        await().untilAsserted(() -> assertThat(settled(party)).contains(operation.path("operationId").asText()));
    }

    @Test
    void one_that_was_moved_waits_for_its_new_date() {
        Answer scheduled = scheduled(Party.TELLISIM);
        put(Party.TELLISIM, scheduled, gateway.now().plus(3, ChronoUnit.DAYS).toString());
        Answer other = scheduled(Party.TELLISIM);

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(record(Party.TELLISIM, other).at("/provider/subscriptionId").asText()).isNotBlank());
        assertThat(record(Party.TELLISIM, scheduled).path("status").asText()).isEqualTo("SCHEDULED");
        assertThat(gateway.truth("tellisim")).hasSize(1);

        gateway.pass(Duration.ofDays(2));
        await().untilAsserted(() -> assertThat(gateway.truth("tellisim")).hasSize(2));
    }

    @Test
    void one_that_was_dropped_or_cancelled_never_comes() {
        Answer dropped = scheduled(Party.TELLISIM);
        Answer cancelled = scheduled(Party.TELLISIM);
        Answer kept = scheduled(Party.TELLISIM);
        gateway.send(Party.TELLISIM.key, "DELETE", path(dropped) + "/activation", null);
        gateway.post(Party.TELLISIM.key, path(cancelled) + "/cancel", "{}");
        assertThat(owed(dropped)).isEmpty();
        assertThat(owed(cancelled)).isEmpty();

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(record(Party.TELLISIM, kept).at("/provider/subscriptionId").asText()).isNotBlank());
        assertThat(gateway.truth("tellisim")).hasSize(1);
        assertThat(record(Party.TELLISIM, dropped).path("status").asText()).isEqualTo("PENDING");
        assertThat(record(Party.TELLISIM, cancelled).path("status").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void one_that_its_provider_refuses_is_a_shell_again_and_its_reseller_is_told() {
        Answer scheduled = scheduled(Party.TELLISIM);
        gateway.faults("tellisim", "[{\"match\": \"POST /v3/subscription\", \"effect\": \"status:422-before\", \"times\": 1}]");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(record(Party.TELLISIM, scheduled).path("status").asText()).isEqualTo("PENDING"));
        JsonNode shell = record(Party.TELLISIM, scheduled);
        assertThat(codes(shell)).contains("activation-refused");
        assertThat(shell.path("pendingStatus").isMissingNode()).isTrue();
        String operation = shell.path("operationId").asText();
        assertThat(Party.TELLISIM.operation(gateway, operation).path("state").asText()).isEqualTo("REJECTED");
        await().untilAsserted(() -> assertThat(settled(Party.TELLISIM)).contains(operation));
        assertThat(owed(scheduled)).isEmpty();

        Answer again = gateway.post(Party.TELLISIM.key, path(scheduled) + "/activate", "{}");
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(codes(again.json())).doesNotContain("activation-refused");
        assertThat(gateway.truth("tellisim")).hasSize(1);
    }

    @Test
    void one_that_is_refused_before_anything_is_sent_is_told_as_well() {
        Answer scheduled = gateway.post(Party.TELEGENT.key, "/v1/subscriptions",
                Party.order().replace("\"sim\": {\"esim\": true}", "\"msisdn\": \"+19995551234\", \"at\": \"%s\"".formatted(tomorrow())));
        assertThat(scheduled.status()).as(scheduled.body()).isEqualTo(201);

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(codes(record(Party.TELEGENT, scheduled))).contains("activation-refused"));
        JsonNode operation = Party.TELEGENT.operation(gateway, record(Party.TELEGENT, scheduled).path("operationId").asText());
        assertThat(operation.path("state").asText()).isEqualTo("REJECTED");
        assertThat(operation.at("/outcome/rule").asText()).contains("unknown-number");
        assertThat(gateway.truth("telegent")).isEmpty();
    }

    @Test
    void a_provider_that_cannot_be_reached_gets_it_when_it_is_back() {
        Answer scheduled = scheduled(Party.CONNECT);
        gateway.faults("connect", "[{\"match\": \"*\", \"effect\": \"refuse-connection\"}]");

        gateway.pass(A_DAY);

        await().untilAsserted(() -> assertThat(tries(scheduled)).isPositive());
        assertThat(record(Party.CONNECT, scheduled).path("status").asText()).isEqualTo("SCHEDULED");
        gateway.faults("connect", "[]");
        gateway.closeBreakers();
        gateway.pass(Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(gateway.truth("connect")).hasSize(1));
        await().untilAsserted(() -> assertThat(owed(scheduled)).doesNotContain("ACTIVATE"));
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void one_whose_answer_is_lost_is_found_out_about_and_not_sent_twice(Party party) {
        Answer scheduled = scheduled(party);
        gateway.faults(party.provider, "[{\"match\": \"%s\", \"effect\": \"drop-after\", \"times\": 1}]".formatted(party.createCall));

        gateway.pass(A_DAY);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() ->
                assertThat(record(party, scheduled).at("/provider/subscriptionId").asText()).isNotBlank());
        gateway.pass(Duration.ofMinutes(5));
        await().untilAsserted(() -> assertThat(owed(scheduled)).doesNotContain("ACTIVATE"));
        assertThat(gateway.truth(party.provider)).hasSize(1);
    }

    @Test
    void refused_credentials_are_tried_by_one_order_at_a_time_and_what_is_due_waits() {
        List<Answer> scheduled = IntStream.range(0, 20).mapToObj(n -> scheduled(Party.CONNECT)).toList();
        gateway.faults("connect", "[{\"match\": \"*\", \"effect\": \"status:401-before\"}]");

        gateway.pass(A_DAY);

        AtomicLong seen = new AtomicLong();
        await().until(() -> seen.getAndSet(arrivedCreates()) == arrivedCreates() && seen.get() > 0);
        long first = seen.get();
        gateway.pass(Duration.ofMinutes(2));
        await().until(() -> arrivedCreates() > first);
        assertThat(arrivedCreates()).as("one order, tried once more with its credentials read anew").isLessThanOrEqualTo(first + 2);
        assertThat(scheduled).allSatisfy(one -> assertThat(record(Party.CONNECT, one).path("status").asText()).isEqualTo("SCHEDULED"));

        gateway.faults("connect", "[]");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            gateway.pass(Duration.ofMinutes(5));
            return gateway.truth("connect").size() == scheduled.size();
        });
        await().untilAsserted(() -> assertThat(scheduled).allSatisfy(one -> assertThat(owed(one)).doesNotContain("ACTIVATE")));
    }

    @Test
    void a_row_that_promises_another_moment_than_the_subscription_is_put_right() {
        Answer scheduled = scheduled(Party.TELLISIM);
        rows.execute("update due_work set due_at = now() - interval '1 hour', try_at = now() - interval '1 hour' where subscription_id = '%s'"
                .formatted(scheduled.text("/subscriptionId")));

        String promised = scheduled.text("/pendingStatus/scheduledAt");
        await().untilAsserted(() -> assertThat(rows.texts("select due_at = '" + promised + "' from due_work where subscription_id = ?",
                scheduled.text("/subscriptionId"))).containsExactly("t"));
        assertThat(gateway.truth("tellisim")).isEmpty();
    }

    private static long arrivedCreates() {
        return Party.CONNECT.arrived(gateway, Party.CONNECT.createCall);
    }

    private static Answer scheduled(Party party) {
        Answer answer = gateway.post(party.key, "/v1/subscriptions", Party.order().replace("\"activation\": {", "\"activation\": {\"at\": \"%s\", ".formatted(tomorrow())));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private static String tomorrow() {
        return gateway.now().plus(1, ChronoUnit.DAYS).minusSeconds(60).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void put(Party party, Answer subscription, String at) {
        Answer moved = gateway.send(party.key, "PUT", path(subscription) + "/activation", "{\"at\": \"%s\"}".formatted(at));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    }

    private static JsonNode record(Party party, Answer subscription) {
        return party.record(gateway, subscription.text("/subscriptionId"));
    }

    private static String path(Answer subscription) {
        return "/v1/subscriptions/" + subscription.text("/subscriptionId");
    }

    private static List<String> owed(Answer subscription) {
        return rows.texts("select kind from due_work where subscription_id = ? order by kind", subscription.text("/subscriptionId"));
    }

    private static int tries(Answer subscription) {
        return rows.texts("select tries from due_work where subscription_id = ?", subscription.text("/subscriptionId")).stream().mapToInt(Integer::parseInt).sum();
    }

    private static List<String> codes(JsonNode subscription) {
        return subscription.path("notices").findValuesAsText("code");
    }

    private static List<String> settled(Party party) {
        return StreamSupport.stream(gateway.get(party.key, "/v1/events?type=operation.settled&limit=100").json().path("items").spliterator(), false)
                .map(event -> event.path("operationId").asText()).toList();
    }
}
