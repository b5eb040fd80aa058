package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.patchbay.limit.RateLimits;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.ProviderSheet.Steps;
import io.patchbay.mapping.Step;
import io.patchbay.operation.Workload;
import io.patchbay.operation.Workload.Typical;
import io.patchbay.provider.Connection;
import io.patchbay.schedule.Pace;
import io.patchbay.schedule.WakeUpRecords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacesTest {

    private static final String ACCOUNT = "acme-connect";

    private final Connection connection = mock(Connection.class, RETURNS_DEEP_STUBS);
    private final Carriers carriers = new Carriers();
    private final Workload workload = mock(Workload.class);
    private final WakeUpRecords wakeUps = mock(WakeUpRecords.class);
    private final RefusedAccounts refused = mock(RefusedAccounts.class);

    @BeforeEach
    void connected() {
        Steps create = new Steps(List.of(new Step.Call("look", null), new Step.Refuse(".x", "x", "", "x"), new Step.Call("make", null)));
        when(connection.account().name()).thenReturn(ACCOUNT);
        when(connection.sheet().http().connections()).thenReturn(64);
        when(connection.sheet().operations()).thenReturn(Map.of(CanonicalOperation.CREATE, create));
        carriers.inService(new Carrier(null, connection));
    }

    private Pace pace() {
        return new Paces(carriers, workload, wakeUps, refused).now().apply(ACCOUNT);
    }

    private double perMinute() {
        return pace().perMinute().orElseThrow();
    }

    private void lately(double requests, double seconds) {
        when(workload.recent()).thenReturn(Map.of(ACCOUNT, new Typical(requests, seconds)));
    }

    @Test
    void a_limit_lets_as_many_orders_through_as_it_has_requests_for() {
        when(connection.requestsPerMinute()).thenReturn(600);
        lately(4, 0.2);

        assertThat(perMinute()).isEqualTo(RateLimits.steady(600) / 4).isLessThan(150);
    }

    @Test
    void a_token_is_a_request_where_the_provider_counts_it() {
        when(connection.requestsPerMinute()).thenReturn(600);
        when(connection.sheet().limits().tokensCount()).thenReturn(true);
        lately(4, 0.2);

        assertThat(perMinute()).isEqualTo(RateLimits.steady(600) / 5);
    }

    @Test
    void without_anything_to_go_by_an_order_takes_all_calls_of_its_sheet() {
        when(connection.requestsPerMinute()).thenReturn(60);

        assertThat(perMinute()).isEqualTo(RateLimits.steady(60) / 2);
    }

    @Test
    void without_a_limit_an_account_is_as_fast_as_a_quarter_of_its_connections() {
        lately(1, 0.5);
        assertThat(perMinute()).isCloseTo(16 * 120, within(0.001));

        when(workload.recent()).thenReturn(Map.of());
        assertThat(perMinute()).as("a second for each call").isCloseTo(16 * 30, within(0.001));
    }

    @Test
    void a_slow_provider_is_not_called_up_to_its_limit() {
        when(connection.requestsPerMinute()).thenReturn(100_000);
        lately(1, 10);

        assertThat(perMinute()).isCloseTo(16 * 6, within(0.001));
    }

    @Test
    void nothing_is_as_fast_as_nothing_at_all() {
        lately(1, 0);

        assertThat(perMinute()).isFinite();
    }

    @Test
    void an_open_breaker_an_account_out_of_service_and_a_pause_stop_it() {
        assertThat(new Paces(carriers, workload, wakeUps, refused).now().apply("unknown").isStopped()).isTrue();

        when(connection.isBarred()).thenReturn(true);
        assertThat(pace().stopped()).contains("breaker");

        when(connection.isBarred()).thenReturn(false);
        when(refused.isRefused(connection)).thenReturn(true);
        assertThat(pace().stopped()).contains("credentials");

        when(refused.isRefused(connection)).thenReturn(false);
        when(wakeUps.isPaused(Paces.WORKER)).thenReturn(true);
        assertThat(pace().stopped()).contains("paused");
    }
}
