package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TokenPerEndpointTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Waits WAITS = new Waits(System::nanoTime);
    private static final URI LINES = URI.create("http://localhost/lines");

    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Object> outcomes = new CopyOnWriteArrayList<>();

    private static TokenPerEndpoint tokens(TokenStub stub, int most) {
        return new TokenPerEndpoint(TokenOfficeTest.office(stub, Duration.ofSeconds(30), CLOCK), "Authorization", "Bearer ", CLOCK, WAITS, most);
    }

    private static String header(TokenPerEndpoint tokens, URI endpoint) {
        Map<String, String> headers = new HashMap<>();
        tokens.apply(endpoint, headers, new HashMap<>());
        return headers.get("Authorization");
    }

    /** A claim of one hour, so that the token may be kept. */
    private static String token(int number) {
        return "{\"token\": \"t-%d.eyJleHAiOiAxNzcyMzcwMDAwfQ.s\"}".formatted(number);
    }

    private void onceOpen(HttpExchange exchange, int status, String body) throws IOException {
        try {
            open.await();
            TokenStub.send(exchange, status, body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread caller(TokenPerEndpoint tokens) {
        return Thread.ofPlatform().start(() -> {
            Throwable failed = catchThrowable(() -> outcomes.add(header(tokens, LINES)));
            if (failed != null) {
                outcomes.add(failed);
            }
        });
    }

    private static boolean waitsForAToken(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().startsWith(TokenPerEndpoint.class.getName()));
    }

    /** Eight callers of which one is asking and the others wait for it. */
    private void eightAtOnce(TokenStub stub) throws InterruptedException {
        TokenPerEndpoint tokens = tokens(stub, 100);
        List<Thread> callers = new ArrayList<>(List.of(caller(tokens)));
        await().until(() -> stub.calls() == 1);
        for (int i = 0; i < 7; i++) {
            callers.add(caller(tokens));
        }
        await().until(() -> callers.stream().skip(1).allMatch(TokenPerEndpointTest::waitsForAToken));
        open.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
    }

    @Test
    void those_who_wait_share_a_failure_instead_of_asking_one_after_another() throws Exception {
        try (TokenStub stub = new TokenStub((exchange, number) -> onceOpen(exchange, 503, "{}"))) {
            eightAtOnce(stub);

            assertThat(stub.calls()).isOne();
            assertThat(outcomes).hasSize(8).allSatisfy(outcome -> assertThat(outcome)
                    .isInstanceOfSatisfying(AuthorisationFailed.class, failed -> assertThat(failed.reason()).isEqualTo(AuthorisationFailed.Reason.UNAVAILABLE)));
        }
    }

    @Test
    void those_who_wait_share_a_token() throws Exception {
        try (TokenStub stub = new TokenStub((exchange, number) -> onceOpen(exchange, 200, token(number)))) {
            eightAtOnce(stub);

            assertThat(stub.calls()).isOne();
            assertThat(outcomes).hasSize(8).containsOnly("Bearer t-1.eyJleHAiOiAxNzcyMzcwMDAwfQ.s");
        }
    }

    @Test
    void a_token_for_one_request_is_shared_with_nobody() throws Exception {
        try (TokenStub stub = new TokenStub((exchange, number) -> onceOpen(exchange, 200, "{\"token\": \"t-" + number + "\"}"))) {
            eightAtOnce(stub);

            assertThat(outcomes).hasSize(8).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_failure_is_not_remembered() throws IOException {
        try (TokenStub stub = new TokenStub((exchange, number) -> TokenStub.send(exchange, number == 1 ? 503 : 200, token(number)))) {
            TokenPerEndpoint tokens = tokens(stub, 100);

            assertThat(catchThrowable(() -> header(tokens, LINES))).isInstanceOf(AuthorisationFailed.class);
            assertThat(header(tokens, LINES)).startsWith("Bearer t-2");
        }
    }

    @Test
    void only_the_refused_token_is_dropped() throws IOException {
        try (TokenStub stub = new TokenStub((exchange, number) -> TokenStub.send(exchange, 200, token(number)))) {
            TokenPerEndpoint tokens = tokens(stub, 100);
            String refused = header(tokens, LINES);

            assertThat(tokens.renew(LINES, Map.of("Authorization", refused))).isTrue();
            assertThat(header(tokens, LINES)).startsWith("Bearer t-2");
            tokens.renew(LINES, Map.of("Authorization", refused));
            assertThat(header(tokens, LINES)).startsWith("Bearer t-2");
        }
    }

    @Test
    void endpoints_without_a_usable_token_make_room_for_others() throws IOException {
        try (TokenStub stub = new TokenStub((exchange, number) -> TokenStub.send(exchange, 200, number == 1 ? token(1) : "{\"token\": \"once\"}"))) {
            TokenPerEndpoint tokens = tokens(stub, 10);
            String kept = header(tokens, LINES);
            for (int id = 0; id < 50; id++) {
                header(tokens, URI.create(LINES + "/" + id));
                assertThat(tokens.endpoints()).isLessThanOrEqualTo(10);
            }
            assertThat(header(tokens, LINES)).as("still usable, so not let go").isEqualTo(kept);
        }
    }

    @Test
    void as_a_last_resort_usable_tokens_make_room_too() throws IOException {
        try (TokenStub stub = new TokenStub((exchange, number) -> TokenStub.send(exchange, 200, token(number)))) {
            TokenPerEndpoint tokens = tokens(stub, 10);
            for (int id = 0; id < 50; id++) {
                header(tokens, URI.create(LINES + "/" + id));
                assertThat(tokens.endpoints()).isLessThanOrEqualTo(10);
            }
        }
    }
}
