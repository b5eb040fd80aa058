package io.patchbay.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Something that costs more to find out than it is worth to know to the second: found out anew by who asks after a while, and by one at a time. The others
 * wait for what that one finds. What fails is not kept.
 *
 * @param <T> what is found out; never null
 */
public final class Fresh<T> {

    /** Short enough for whoever watches. */
    public static final Duration SECONDS = Duration.ofSeconds(5);

    private final Duration kept;
    private final Clock clock;
    private final Supplier<T> source;
    private T found;
    private Instant at;

    /** @param kept for how long what was found is good enough; with none, everybody finds out anew */
    public Fresh(Duration kept, Clock clock, Supplier<T> source) {
        this.kept = kept;
        this.clock = clock;
        this.source = source;
    }

    public synchronized T get() {
        if (found == null || !at.plus(kept).isAfter(clock.instant())) {
            found = source.get();
            at = clock.instant();
        }
        return found;
    }
}
