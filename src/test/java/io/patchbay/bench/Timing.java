package io.patchbay.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/** How long something took, over and over; microseconds. */
record Timing(long p50, long p99, long longest) {

    static Timing of(Collection<Long> nanoseconds) {
        long[] sorted = nanoseconds.stream().mapToLong(time -> time / 1000).sorted().toArray();
        return new Timing(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static long at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    /** What is done for nothing first is not counted: the server and the JVM have to get used to it. */
    static Timing of(int times, Runnable action) {
        for (int i = 0; i < times / 5; i++) {
            action.run();
        }
        return of(Arrays.asList(LongStream.range(0, times).map(number -> time(action)).boxed().toArray(Long[]::new)));
    }

    private static long time(Runnable action) {
        long began = System.nanoTime();
        action.run();
        return System.nanoTime() - began;
    }
}
