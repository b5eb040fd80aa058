package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.operation.OperationKind;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Scheduling;
import io.patchbay.routing.Configuration;
import io.patchbay.schedule.DueTime;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {

    private static final ProviderUnits UNITS =
            ProviderUnits.load(new UnitDirectories(Path.of("routes"), Path.of("mappings"), Path.of("contracts")), Clock.systemUTC());
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String END = "2027-04-01T08:00:00Z";

    @ParameterizedTest
    @CsvSource({"connect,2027-04-01T08:00:00Z,PT36H", "telegent,2027-04-01T08:00:00Z,", "tellisim,,"})
    void whether_this_gateway_ends_it_is_for_the_provider_to_say(String provider, Instant at, Duration ahead) {
        assertThat(Ending.decided(order(provider, null, END))).isEqualTo(new Ending(at, ahead, null));
    }

    @Test
    void without_an_end_there_is_none() {
        assertThat(Ending.decided(order("connect", "2026-11-22T20:00:00Z", null))).isEqualTo(Ending.NONE);
        Order other = order("connect", null, null);
        other.time = null;
        assertThat(Ending.decided(other)).isEqualTo(Ending.NONE);
    }

    @ParameterizedTest
    @CsvSource({",2026-11-22T20:00:00Z,PT24H", "2026-12-01T00:00:00Z,2026-12-01T10:00:00Z,PT10H", "2026-12-01T00:00:00Z,2026-12-03T00:00:00Z,PT36H"})
    void nobody_is_told_to_end_what_has_not_begun(String begin, String end, Duration ahead) {
        assertThat(Ending.decided(order("connect", begin, end)).ahead()).isEqualTo(ahead);
    }

    @Test
    void the_day_that_was_named_is_kept_for_a_provider_that_goes_by_the_day() {
        Order order = order("connect", null, "2027-04-01");
        assertThat(Ending.decided(order)).isEqualTo(new Ending(Instant.parse("2027-03-31T22:00:00Z"), Duration.ofHours(36), "2027-04-01"));
        assertThat(Ending.decided(order("telegent", null, "2027-04-01")).day()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"connect,2027-04-01", "connect,2027-04-01T08:00:00Z", "telegent,2027-04-01", "tellisim,2027-04-01"})
    void what_was_written_down_is_read_back_the_same(String provider, String end) {
        Order order = order(provider, null, end);
        order.context = JsonNodeFactory.instance.objectNode();
        Ending decided = Ending.decided(order);
        decided.into(order.context);

        assertThat(Ending.of(order)).isEqualTo(decided);
        assertThat(order.context.has("ends")).isEqualTo(!provider.equals("tellisim"));
    }

    @Test
    void the_effect_gives_the_end_of_whoever_carries_it_by_then() {
        Order order = order("telegent", null, END);
        order.context = JsonNodeFactory.instance.objectNode();
        Effect made = Effects.created(order, false);
        order.unit = UNITS.unit("connect").orElseThrow();
        Ending.decided(order).into(order.context);

        Subscription after = made.succeeded(order.subscription, JsonNodeFactory.instance.objectNode().put("status", "ACTIVATED"));

        assertThat(after.endsAt()).isEqualTo(END);
        assertThat(after.details().path(Details.END_AHEAD).asText()).isEqualTo("PT36H");
    }

    @Test
    void a_cancellation_leaves_nothing_to_end() {
        Order order = order("connect", null, null);
        Subscription ending = new Ending(Instant.parse(END), Duration.ofHours(36), "2027-04-01").given(order.subscription);

        Subscription planned = Effects.cancelled(order).succeeded(ending, JsonNodeFactory.instance.objectNode());

        assertThat(planned.endsAt()).isNull();
        assertThat(planned.details().has(Details.END_AHEAD)).isFalse();
        assertThat(planned.details().has(Details.END_DAY)).isFalse();
    }

    @Test
    void what_mappings_see_as_pending_is_the_providers_own_word() {
        Order order = order("connect", null, null);
        order.subscription = order.subscription.endingAt(Instant.parse(END));
        order.does = CanonicalOperation.CANCEL;
        order.connection = mock(Connection.class);
        when(order.connection.account()).thenReturn(new Account("acme-connect", "connect", "Acme", URI.create("http://localhost"), Map.of(),
                JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null));

        ObjectNode context = WalkContext.of(order, "immediate", null, JsonNodeFactory.instance.objectNode());

        assertThat(context.path("subscription").has("pendingStatus")).isFalse();
        assertThat(context.path("subscription").has("expiresAt")).isFalse();
    }

    @Test
    void a_due_end_is_ordered_with_its_date_where_the_provider_was_to_be_told_before() {
        Subscription known = order("connect", null, null).subscription;
        Instant end = Instant.parse(END);
        Subscription moment = new Ending(end, Duration.ofHours(36), null).given(known);

        assertThat(HeldHere.dueEnd(moment, NOW).toString()).isEqualTo("{\"at\":\"" + END + "\"}");
        assertThat(HeldHere.dueEnd(new Ending(end, Duration.ofHours(36), "2027-04-01").given(known), NOW).toString()).isEqualTo("{\"at\":\"2027-04-01\"}");
        assertThat(HeldHere.dueEnd(new Ending(end, null, null).given(known), NOW)).isEmpty();
        assertThat(HeldHere.dueEnd(moment, end)).as("too late for a date").isEmpty();
    }

    @Test
    void what_is_sent_names_no_time_that_is_kept_here() {
        ObjectNode activation = JsonNodeFactory.instance.objectNode().put("at", "2026-12-01").put("until", "2027-04-01");
        ActivationTime time = order("connect", "2026-12-01", "2027-04-01").time;

        assertThat(time.sent(activation, false, false)).isEmpty();
        assertThat(time.sent(activation, true, false).toString()).isEqualTo("{\"at\":\"2026-12-01T00:00:00+01:00\",\"day\":\"2026-12-01\"}");
        assertThat(time.sent(activation, false, true).toString()).isEqualTo("{\"until\":\"2027-04-01T00:00:00+02:00\"}");
        assertThat(time.held(activation).toString()).as("as the caller wrote it, but for the zone of its end")
                .isEqualTo("{\"at\":\"2026-12-01\",\"until\":\"2027-04-01T00:00:00+02:00\",\"untilDay\":\"2027-04-01\"}");
    }

    private static Order order(String provider, String at, String until) {
        Order order = new Order(new Inbound("createSubscription", "acme", Map.of(), Map.of(), JsonNodeFactory.instance.objectNode(), true, null, false),
                new Configuration(1, Map.of(), List.of(), Map.of(), Map.of(), List.of()), "op_1", NOW);
        order.kind = OperationKind.CREATE;
        order.unit = UNITS.unit(provider).orElseThrow();
        order.time = new ActivationTime("", time(at), time(until), until != null && until.indexOf('T') < 0 ? until : null);
        order.subscription = new Subscription("sub_1", "acme", null, SubscriptionStatus.ACTIVATED, provider, "a", "S1", "o", "c", null, null, null,
                null, JsonNodeFactory.instance.objectNode(), 0, Instant.EPOCH, Instant.EPOCH);
        return order;
    }

    private static DueTime.At time(String text) {
        return text == null ? null : (DueTime.At) DueTime.parse(text, Optional.of(ZoneId.of("Europe/Stockholm")));
    }
}
