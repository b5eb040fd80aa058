package io.patchbay.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProviderResultTest {

    private static final Subscription KNOWN = new Subscription("sub_1", "acme", null, SubscriptionStatus.ACTIVATED, "connect", "acme-connect", "S1",
            "mobile-10gb", "cust-1", null, null, null, null,
            JsonNodeFactory.instance.objectNode().put(Details.PROVIDER_UPDATED_AT, "2026-11-21T12:00:00Z"), 1, Instant.EPOCH, Instant.EPOCH);

    @Test
    void older_news_of_a_question_is_not_believed() {
        assertThat(ProviderResult.refreshed(KNOWN, paused("2026-11-21T11:59:59Z"))).isSameAs(KNOWN);
        assertThat(ProviderResult.refreshed(KNOWN, paused("2026-11-21T12:00:01Z")).status()).isEqualTo(SubscriptionStatus.PAUSED);
    }

    @Test
    void what_the_provider_did_for_us_counts_whatever_time_it_gives_to_it() {
        Subscription paused = ProviderResult.laidOver(KNOWN, paused("2026-11-21T11:59:59Z"));
        assertThat(paused.status()).isEqualTo(SubscriptionStatus.PAUSED);
        assertThat(paused.details().path(Details.PROVIDER_UPDATED_AT).asText()).isEqualTo("2026-11-21T12:00:00Z");
    }

    @Test
    void what_has_ended_has_no_end_to_come() {
        Subscription ending = KNOWN.endingAt(Instant.parse("2027-01-01T00:00:00Z"));

        assertThat(ProviderResult.refreshed(ending, paused("2026-11-21T12:00:01Z")).endsAt()).isEqualTo(ending.endsAt());
        assertThat(ProviderResult.refreshed(ending, JsonNodeFactory.instance.objectNode().put("status", "EXPIRED")).endsAt()).isNull();
    }

    private static ObjectNode paused(String updatedAt) {
        return JsonNodeFactory.instance.objectNode().put("status", "PAUSED").put("updatedAt", updatedAt);
    }
}
