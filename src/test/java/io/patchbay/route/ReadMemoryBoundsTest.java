package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchbay.mapping.CallSheet;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.Scrubber;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.MissingCredential;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not remembered, and when what was is remembered no more. */
class ReadMemoryBoundsTest {

    private static final Verdict GOOD = new Verdict(OutcomeClass.SUCCEEDED, "done", null, null, null);
    private static final Duration TIME = Duration.ofMinutes(10);

    private final Clock clock = mock(Clock.class);
    private final ReadMemory memory = new ReadMemory(clock, new SimpleMeterRegistry());
    private final Order order = new Order(null, null, "op_1", Instant.EPOCH);

    @BeforeEach
    void begin() {
        at(Duration.ZERO);
        order.unit = mock(ProviderUnit.class);
        order.connection = mock(Connection.class);
        ProviderSheet sheet = mock(ProviderSheet.class);
        Scrubber scrubber = mock(Scrubber.class);
        Account account = mock(Account.class);
        when(sheet.name()).thenReturn("acme");
        when(account.name()).thenReturn("acme-eu");
        when(scrubber.path(any())).thenReturn("/plans");
        when(order.unit.sheet()).thenReturn(sheet);
        when(order.unit.scrubber()).thenReturn(scrubber);
        when(order.unit.line()).thenReturn("acme~1");
        when(order.connection.account()).thenReturn(account);
        when(order.connection.line()).thenReturn("acme-eu.1");
        when(order.connection.secretsDigest()).thenReturn("digest");
    }

    private void at(Duration later) {
        when(clock.instant()).thenReturn(Instant.parse("2026-03-01T12:00:00Z").plus(later));
    }

    private static Next.Send plan(String plan, Map<String, String> headers) {
        CallSheet call = new CallSheet("read-plan", "GET /plans/{id}", "Read", "https://acme.example", false, null, null, null, TIME, null);
        return new Next.Send(new ProviderRequest("read-plan", "GET", "/plans/" + plan, Map.of(), headers, null), call);
    }

    private static Next.Send plan(String plan) {
        return plan(plan, Map.of());
    }

    private boolean isKnown(Next.Send read) {
        Walk after = mock(Walk.class);
        when(after.next()).thenReturn(new Next.End(GOOD, null, List.of()));
        when(after.answer()).thenReturn(Optional.of(GOOD));
        order.walk = mock(Walk.class);
        when(order.walk.answered(any())).thenReturn(after);
        return memory.answers(order, read);
    }

    private void hears(Next.Send read, ProviderAnswer answer) {
        isKnown(read);
        order.underWay(read);
        memory.heard(order, answer, OutcomeClass.SUCCEEDED, clock.instant());
    }

    private static ProviderAnswer answer(int length) {
        return new ProviderAnswer.Answered(200, Map.of(), new byte[length]);
    }

    @Test
    void what_was_heard_is_known_for_its_time_and_for_nothing_else() {
        hears(plan("a"), answer(2));

        assertThat(isKnown(plan("a"))).isTrue();
        assertThat(isKnown(plan("b"))).isFalse();
        assertThat(isKnown(plan("a", Map.of("Accept-Language", "de")))).isFalse();
        at(TIME.minusNanos(1));
        assertThat(isKnown(plan("a"))).isTrue();
        at(TIME);
        assertThat(isKnown(plan("a"))).isFalse();
    }

    @Test
    void a_clock_that_was_set_back_ends_it() {
        hears(plan("a"), answer(2));
        at(Duration.ofMinutes(-1));

        assertThat(isKnown(plan("a"))).isFalse();
    }

    @Test
    void a_long_answer_is_asked_for_each_time() {
        hears(plan("short"), answer(16 * 1024));
        hears(plan("long"), answer(16 * 1024 + 1));

        assertThat(isKnown(plan("short"))).isTrue();
        assertThat(isKnown(plan("long"))).isFalse();
    }

    @Test
    void another_version_of_the_unit_asks() {
        hears(plan("a"), answer(2));
        when(order.unit.line()).thenReturn("acme~2");

        assertThat(isKnown(plan("a"))).isFalse();
    }

    @Test
    void without_credentials_nothing_is_known_and_nothing_is_kept() {
        hears(plan("a"), answer(2));
        when(order.connection.secretsDigest()).thenThrow(mock(MissingCredential.class));

        assertThat(isKnown(plan("a"))).isFalse();
        hears(plan("a"), answer(2));
        assertThat(order.relied).hasSize(1);
    }

    @Test
    void more_than_a_thousand_questions_are_not_kept() {
        for (int i = 0; i <= 1_000; i++) {
            hears(plan("p" + i), answer(2));
        }

        assertThat(isKnown(plan("p1000"))).isTrue();
        assertThat(isKnown(plan("p0"))).isFalse();
    }

    @Test
    void what_is_over_makes_room_first() {
        for (int i = 0; i < 500; i++) {
            hears(plan("old" + i), answer(2));
        }
        at(TIME.minusMinutes(1));
        for (int i = 0; i < 500; i++) {
            hears(plan("new" + i), answer(2));
        }
        at(TIME);
        hears(plan("one more"), answer(2));

        assertThat(isKnown(plan("new0"))).isTrue();
    }
}
