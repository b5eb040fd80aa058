package io.patchbay.bench;

import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/** When the next request is due. */
sealed interface Pace {

    /**
     * @param number of requests so far
     * @return as {@link System#nanoTime()}
     */
    long due(long began, long number, long now);

    /** Wakes whoever waits at the selector as soon as something is due, until it is closed. */
    void wake(Selector selector, long began);

    /** Whenever somebody is free. */
    record AsAnswered() implements Pace {

        @Override
        public long due(long began, long number, long now) {
            return now;
        }

        @Override
        public void wake(Selector selector, long began) {
            // answers do
        }
    }

    /** So many a second, at even distances. */
    record Fixed(int perSecond) implements Pace {

        @Override
        public long due(long began, long number, long now) {
            return began + number * 1_000_000_000L / perSecond;
        }

        /** A selector by itself waits for whole milliseconds, which is as long as many an answer takes. */
        @Override
        public void wake(Selector selector, long began) {
            Thread.ofPlatform().daemon().name("pace").start(() -> {
                for (long number = 0; selector.isOpen(); number++) {
                    long due = due(began, number, 0);
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    selector.wakeup();
                }
            });
        }
    }
}
