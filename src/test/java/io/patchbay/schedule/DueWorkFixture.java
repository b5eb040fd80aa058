package io.patchbay.schedule;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The gateway's own statements about due work, for a benchmark that is no part of the gateway. */
public final class DueWorkFixture {

    private DueWorkFixture() {
    }

    /** Without transactions: a benchmark corrects nothing. */
    public static DueWork in(JdbcClient jdbc) {
        return new DueWork(jdbc, null, Clock.systemUTC());
    }
}
