package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of the public API tells how long it took and how much of that was a provider's. How long that is says nothing here. */
class ServerTimingTest {

    private static final Pattern TIMES = Pattern.compile("total;dur=(\\d+\\.\\d\\d), provider;dur=(\\d+\\.\\d\\d)");
    private static final String SUBSCRIPTIONS = "/v1/subscriptions";
    private static final String ORDER = "{\"productOfferingId\": \"mobile-10gb\", \"customerId\": \"cust-1\", \"activation\": {\"sim\": {\"esim\": true}}}";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private static BigDecimal time(Answer answer, int group) {
        Matcher times = TIMES.matcher(answer.headers().getOrDefault("server-timing", "none"));
        assertThat(times.matches()).as(answer.toString()).isTrue();
        return new BigDecimal(times.group(group));
    }

    private static boolean waited(Answer answer) {
        assertThat(time(answer, 1)).isGreaterThanOrEqualTo(time(answer, 2));
        return time(answer, 2).signum() > 0;
    }

    private static String metrics() {
        return Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/prometheus", null).body();
    }

    @Test
    void only_what_a_provider_was_asked_for_was_waited_for() {
        Answer made = gateway.post(ACME, SUBSCRIPTIONS, ORDER, "Idempotency-Key", "timed");
        String path = SUBSCRIPTIONS + "/" + made.text("/subscriptionId");

        assertThat(waited(made)).isTrue();
        assertThat(waited(gateway.get(ACME, path + "?refresh=true"))).isTrue();
        assertThat(waited(gateway.get(ACME, path + "/usage"))).isTrue();
        assertThat(waited(gateway.get(ACME, path))).isFalse();
        assertThat(waited(gateway.get(ACME, "/v1/product-offerings"))).isFalse();
        Answer replayed = gateway.post(ACME, SUBSCRIPTIONS, ORDER, "Idempotency-Key", "timed");
        assertThat(replayed.headers()).containsEntry("idempotency-replayed", "true");
        assertThat(waited(replayed)).as("the time of the replay, not of the order").isFalse();
    }

    @Test
    void refusals_tell_it_too() {
        List<Answer> refused = List.of(
                gateway.get(null, SUBSCRIPTIONS),
                gateway.get("unknown", SUBSCRIPTIONS),
                gateway.get(ACME, "/v1/nothing"),
                gateway.get(ACME, SUBSCRIPTIONS + "/sub_00000000000000000000000000000000"),
                gateway.send(ACME, "PUT", SUBSCRIPTIONS, "{}"),
                gateway.post(ACME, SUBSCRIPTIONS, "{"),
                gateway.post(ACME, SUBSCRIPTIONS, "{}"),
                gateway.post(ACME, SUBSCRIPTIONS, ORDER, "Content-Type", "text/plain"),
                gateway.post(ACME, SUBSCRIPTIONS, "\"" + "x".repeat(300_000) + "\""),
                gateway.get(ACME, SUBSCRIPTIONS, "Accept", "text/html"));

        assertThat(refused).extracting(Answer::status).containsExactly(401, 401, 404, 404, 405, 400, 422, 415, 413, 406);
        assertThat(refused).allSatisfy(answer -> assertThat(waited(answer)).isFalse());
    }

    @Test
    void what_a_provider_refuses_or_does_not_answer_was_waited_for() {
        gateway.faults("connect", "[{\"match\": \"*\", \"effect\": \"status:500-before\", \"times\": 1}]");
        Answer unknown = gateway.post(ACME, SUBSCRIPTIONS, ORDER);

        assertThat(unknown.status()).isEqualTo(202);
        assertThat(waited(unknown)).isTrue();
        await().alias("reading it has the provider asked").until(() -> waited(gateway.get(ACME, unknown.headers().get("location"))));
    }

    @Test
    void whoever_does_not_wait_for_a_provider_is_told_so() {
        Answer accepted = gateway.post(ACME, SUBSCRIPTIONS, ORDER, "Prefer", "respond-async");

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        assertThat(waited(accepted)).isFalse();
        await().until(() -> gateway.get(ACME, accepted.headers().get("location")).text("/state").equals("SUCCEEDED"));
    }

    @Test
    void administrators_are_told_nothing() {
        assertThat(gateway.get(ADMIN, "/admin/v1/accounts").headers()).doesNotContainKey("server-timing");
    }

    @Test
    void the_gateways_own_part_is_a_histogram_of_few_buckets() {
        gateway.get(ACME, SUBSCRIPTIONS);
        gateway.get(null, SUBSCRIPTIONS);

        await().untilAsserted(() -> assertThat(metrics())
                .containsPattern("patchbay_overhead_seconds_count\\{operation=\"listSubscriptions\",outcome=\"SUCCESS\"\\} [1-9]")
                .containsPattern("patchbay_overhead_seconds_count\\{operation=\"none\",outcome=\"CLIENT_ERROR\"\\} [1-9]"));
        List<Double> buckets = metrics().lines().filter(line -> line.startsWith("patchbay_overhead_seconds_bucket{operation=\"none\",outcome=\"CLIENT_ERROR\""))
                .map(line -> line.replaceFirst(".*le=\"([^\"]+)\".*", "$1")).map(limit -> Double.valueOf(limit.replace("+Inf", "Infinity"))).toList();
        assertThat(buckets).hasSize(17).startsWith(0.0005).endsWith(1.0, Double.POSITIVE_INFINITY);
    }
}
