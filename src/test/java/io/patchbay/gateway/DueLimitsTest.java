package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More falls due at once than a provider takes in a minute: it is not asked more often for that, and who waits for an answer comes first. */
class DueLimitsTest {

    private static final int A_MINUTE = 60;
    private static final int DUE = 12;

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.impatient(sheet)));
        settings.put("patchbay.settling.every", "100");
        settings.put("patchbay.schedule.every", "100");
        settings.put("patchbay.limit.background", "100ms");
        gateway = Gateway.start(workspace, settings, DueLimitsTest::limited);
        gateway.settings("telegent", "{\"requestsPerMinute\": %d}".formatted(A_MINUTE));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void limited(Path configuration) {
        Path accounts = configuration.resolve("accounts.yaml");
        try {
            Files.writeString(accounts, Files.readString(accounts).replace("requestsPerMinute: 0", "requestsPerMinute: " + A_MINUTE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_is_due_drains_within_the_limit_and_callers_are_served_meanwhile() {
        IntStream.range(0, DUE).forEach(n -> scheduled());
        gateway.pass(Duration.ofDays(1));

        for (int caller = 0; caller < 3; caller++) {
            int before = gateway.truth("telegent").size();
            until(before + 2);
            Answer answer = Party.TELEGENT.create(gateway);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
        until(DUE + 3);

        assertThat(statuses()).doesNotContain(429);
        assertThat(gateway.truth("telegent")).hasSize(DUE + 3);
    }

    private static void until(int made) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            gateway.pass(Duration.ofSeconds(2));
            return gateway.truth("telegent").size() >= made;
        });
    }

    private static void scheduled() {
        String at = gateway.now().plus(1, ChronoUnit.DAYS).minusSeconds(30).truncatedTo(ChronoUnit.SECONDS).toString();
        Answer answer = gateway.post(Party.TELEGENT.key, "/v1/subscriptions", Party.order().replace("\"activation\": {", "\"activation\": {\"at\": \"%s\", ".formatted(at)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private static List<Integer> statuses() {
        return StreamSupport.stream(gateway.arrived("telegent").spliterator(), false).map(request -> request.path("status").asInt()).toList();
    }
}
