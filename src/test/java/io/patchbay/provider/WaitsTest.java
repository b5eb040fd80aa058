package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.net.URI;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final URI LINES = URI.create("http://localhost/lines");
    private static final String TOKEN = "{\"token\": \"t-1.eyJleHAiOiAxNzcyMzcwMDAwfQ.s\"}";

    private final AtomicLong nanos = new AtomicLong();
    private final Waits waits = new Waits(nanos::get);

    private void waited(long time) {
        long begun = waits.begin();
        nanos.addAndGet(time);
        waits.end(begun);
    }

    @Test
    void waits_add_up_until_somebody_asks() {
        waited(3);
        nanos.addAndGet(100);
        waited(4);

        assertThat(waits.taken()).isEqualTo(7);
        assertThat(waits.taken()).isZero();
    }

    @Test
    void what_another_thread_waits_is_its_own() throws InterruptedException {
        Thread other = Thread.ofVirtual().start(() -> waited(5));
        other.join();

        assertThat(waits.taken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void fetching_a_token_is_waiting_whether_or_not_one_comes(int status) throws Exception {
        try (TokenStub stub = new TokenStub((exchange, number) -> {
            nanos.addAndGet(11);
            TokenStub.send(exchange, status, TOKEN);
        })) {
            TokenPerEndpoint tokens = new TokenPerEndpoint(TokenOfficeTest.office(stub, Duration.ofSeconds(30), CLOCK), "Authorization", "Bearer ", CLOCK, waits);

            assertThat(catchThrowable(() -> tokens.apply(LINES, new HashMap<>(), new HashMap<>())) == null).isEqualTo(status == 200);

            assertThat(waits.taken()).isEqualTo(11);
        }
    }

    @Test
    void a_token_at_hand_is_not_waited_for() throws Exception {
        try (TokenStub stub = TokenStub.answering(200, TOKEN)) {
            AtomicLong looks = new AtomicLong();
            TokenPerEndpoint tokens = new TokenPerEndpoint(TokenOfficeTest.office(stub, Duration.ofSeconds(30), CLOCK), "Authorization", "Bearer ", CLOCK,
                    new Waits(looks::incrementAndGet));
            tokens.apply(LINES, new HashMap<>(), new HashMap<>());
            long before = looks.get();

            tokens.apply(LINES, new HashMap<>(), new HashMap<>());

            assertThat(looks).hasValue(before);
        }
    }
}
