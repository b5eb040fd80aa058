package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.patchbay.limit.Lane;
import io.patchbay.limit.RateLimits;
import io.patchbay.provider.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackgroundTest {

    private final RateLimits limits = mock(RateLimits.class, call -> Integer.MAX_VALUE);
    private final Background background = new Background(limits);

    private static Connection connection(int connections, int inFlight) {
        Connection connection = mock(Connection.class, RETURNS_DEEP_STUBS);
        when(connection.account().name()).thenReturn("acme-connect");
        when(connection.sheet().http().connections()).thenReturn(connections);
        when(connection.inFlight()).thenReturn(inFlight);
        return connection;
    }

    @ParameterizedTest
    @CsvSource({"64,0,8", "64,47,8", "64,48,0", "64,64,0", "8,0,2", "4,2,2", "4,3,0"})
    void work_behind_gets_an_eighth_of_the_connections_and_none_while_waiting_callers_need_them(int connections, int inFlight, int free) {
        assertThat(background.free(connection(connections, inFlight), Lane.QUEUED)).isEqualTo(free);
    }

    @Test
    void what_has_begun_takes_room_until_it_ends() {
        Connection connection = connection(16, 0);
        background.begin(connection, Lane.QUEUED);
        background.begin(connection, Lane.QUEUED);
        assertThat(background.free(connection, Lane.QUEUED)).isZero();

        background.end(connection, Lane.QUEUED);
        assertThat(background.free(connection, Lane.QUEUED)).isOne();
    }

    @Test
    void nothing_is_taken_up_for_an_account_whose_breaker_is_open() {
        Connection connection = connection(64, 0);
        when(connection.isBarred()).thenReturn(true);

        assertThat(background.free(connection, Lane.QUEUED)).isZero();
    }
}
