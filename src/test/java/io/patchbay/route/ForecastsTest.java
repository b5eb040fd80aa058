package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.ForecastRows.Late;
import io.patchbay.schedule.Fresh;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.Pace;
import io.patchbay.schedule.Slot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecastsTest {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant DUE = NOW.plusSeconds(60);

    private final ForecastRows rows = mock(ForecastRows.class);
    private final Paces paces = mock(Paces.class);
    private final Clock clock = mock(Clock.class);
    private final Forecasts forecasts = new Forecasts(rows, paces, new Horizon(Duration.ofMinutes(15), Duration.ofDays(1)), clock, Fresh.SECONDS);

    @BeforeEach
    void ten_orders() {
        Function<String, Pace> pace = account -> Pace.of(10);
        when(clock.instant()).thenReturn(NOW);
        when(paces.now()).thenReturn(pace);
        when(rows.slots(any(), any())).thenReturn(List.of(new Slot(DUE, DUE, DUE, 10, 10)));
        when(rows.slots(any(), any(), any())).thenReturn(List.of(new Slot(DUE, DUE, DUE, 4, 4)));
        when(rows.late(any(), any(), any(), anyInt())).thenReturn(new Late(Map.of(), List.of()));
    }

    @Test
    void whoever_asks_within_seconds_gets_the_same_and_the_database_is_not_asked() {
        assertThat(forecasts.lately("one", null)).isSameAs(forecasts.lately("one", null));
        assertThat(forecasts.lately("one", null).scheduled()).isEqualTo(10);
        verify(rows, times(1)).slots(eq("one"), any());

        doReturn(NOW.plus(Fresh.SECONDS)).when(clock).instant();
        forecasts.lately("one", null);
        verify(rows, times(2)).slots(eq("one"), any());
    }

    @Test
    void an_account_is_counted_once_for_all_tenants_and_each_has_its_own_share() {
        assertThat(forecasts.lately("one", "acme").scheduled()).isEqualTo(4);
        assertThat(forecasts.lately("one", "globex").scheduled()).isEqualTo(4);
        assertThat(forecasts.lately("one", "acme").finish()).contains(DUE.plusSeconds(60));
        forecasts.lately("two", "acme");

        verify(rows, times(1)).slots(eq("one"), any());
        verify(rows, times(1)).slots(eq("one"), eq("acme"), any());
        verify(rows, times(1)).slots(eq("two"), any());
        verify(paces, times(1)).now();
    }

    @Test
    void what_is_flagged_goes_by_how_things_stand_now() {
        forecasts.lately("one", null);
        forecasts.anew().apply("one");

        verify(rows, times(2)).slots(eq("one"), any());
    }
}
