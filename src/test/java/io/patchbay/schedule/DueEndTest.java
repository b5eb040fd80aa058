package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DueEndTest {

    private static final Instant BEGIN = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant END = Instant.parse("2027-04-01T08:00:00Z");

    private final ObjectNode details = JsonNodeFactory.instance.objectNode();

    @Test
    void an_end_is_due_when_it_has_come() {
        assertThat(Due.of(subscription(SubscriptionStatus.ACTIVATED, "S1", END))).containsExactly(end(END));
        assertThat(Due.of(subscription(SubscriptionStatus.ACTIVATED, "S1", null))).isEmpty();
    }

    @Test
    void a_provider_that_wants_to_be_told_before_is_told_before() {
        details.put(Details.END_AHEAD, "PT36H");

        assertThat(Due.of(subscription(SubscriptionStatus.PAUSED, "S1", END))).containsExactly(end(Instant.parse("2027-03-30T20:00:00Z")));
    }

    @Test
    void a_provider_that_holds_nothing_yet_is_told_nothing() {
        details.put(Details.END_AHEAD, "PT36H");

        assertThat(Due.of(subscription(SubscriptionStatus.SCHEDULED, null, END)))
                .containsExactlyInAnyOrder(end(END), new Due(DueKind.ACTIVATE, Optional.of(BEGIN)));
    }

    @ParameterizedTest
    @EnumSource(value = SubscriptionStatus.class, names = {"CANCELLED", "EXPIRED", "FAILED"})
    void what_has_ended_is_owed_no_end(SubscriptionStatus over) {
        assertThat(Due.of(subscription(over, "S1", END))).isEmpty();
    }

    private static Due end(Instant at) {
        return new Due(DueKind.END, Optional.of(at));
    }

    private Subscription subscription(SubscriptionStatus status, String providerId, Instant end) {
        return new Subscription("sub_1", "acme", null, status, "connect", "acme-connect", providerId, "mobile-10gb", "cust-1", null,
                status == SubscriptionStatus.SCHEDULED ? BEGIN : null, end, null, details, 1, Instant.EPOCH, Instant.EPOCH);
    }
}
