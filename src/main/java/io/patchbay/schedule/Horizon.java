package io.patchbay.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * What is called late, and how far forecasts look.
 *
 * @param window how long after its moment an order may be carried out
 * @param ahead  orders that come due within this time are part of a forecast
 */
public record Horizon(Duration window, Duration ahead) {

    /** @throws IllegalArgumentException if one of them is no time */
    public Horizon {
        if (!window.isPositive() || !ahead.isPositive()) {
            throw new IllegalArgumentException("patchbay.schedule.window and patchbay.schedule.horizon must be longer than nothing, for example "
                    + "15m and 24h; they are " + window + " and " + ahead);
        }
    }

    /** The last moment at which an order is on time. */
    public Instant latest(Instant dueAt) {
        return dueAt.plus(window);
    }
}
