package io.patchbay.killmatrix;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts things as they happen, from any thread. */
final class Tally<T> {

    private final Map<T, LongAdder> counts = new ConcurrentHashMap<>();

    void add(T thing) {
        counts.computeIfAbsent(thing, unseen -> new LongAdder()).increment();
    }

    long of(T thing) {
        LongAdder count = counts.get(thing);
        return count == null ? 0 : count.sum();
    }

    long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public String toString() {
        Map<String, Long> sorted = new TreeMap<>();
        counts.forEach((thing, count) -> sorted.put(thing.toString(), count.sum()));
        return sorted.toString();
    }
}
