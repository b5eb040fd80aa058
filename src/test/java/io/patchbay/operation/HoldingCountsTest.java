package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class HoldingCountsTest {

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.migrated().dataSource());
    private final HoldingCounts counts = new HoldingCounts(jdbc);

    @Test
    void subscriptions_at_accounts_that_are_none_of_these_are_counted_until_they_have_ended() {
        assertThat(counts.elsewhere(Set.of())).isEmpty();
        subscriptions(1, 2, "beta", "ACTIVATED");
        subscriptions(3, 5, "alpha", "PAUSED");
        subscriptions(6, 6, "gone", "CANCELLED");
        subscriptions(7, 7, "known", "ACTIVATED");
        assertThat(counts.elsewhere(Set.of("known"))).isEqualTo(Map.of("alpha", 3L, "beta", 2L));
        assertThat(counts.elsewhere(Set.of("known", "alpha", "beta"))).isEmpty();
        assertThat(counts.ofAccount("alpha").isEmpty()).isFalse();
        assertThat(counts.ofAccount("gone").isEmpty()).isTrue();
    }

    private void subscriptions(int first, int last, String account, String status) {
        jdbc.sql("""
                insert into subscription (subscription_id, tenant, status, provider, account, offering_id, customer_id, details, created_at, updated_at)
                select 'sub_' || n, 'acme', '%s', 'connect', '%s', 'mobile', 'c', '{}', now(), now() from generate_series(%d, %d) n"""
                .formatted(status, account, first, last)).update();
    }
}
