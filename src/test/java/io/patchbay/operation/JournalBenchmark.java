package io.patchbay.operation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.flywaydb.core.Flyway;
import org.slf4j.LoggerFactory;

/**
 * How many orders a second the journal writes down and ends, without anything else of the gateway. Takes the JDBC URL of an empty database, how an
 * order is written ({@code group}, or {@code single} for each by itself), and numbers of threads.
 */
final class JournalBenchmark {

    private static final Duration WARMING = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(8);

    private final Journals journals;
    private final boolean single;
    private final AtomicLong number = new AtomicLong(System.currentTimeMillis() * 1_000);

    private JournalBenchmark(Journals journals, boolean single) {
        this.journals = journals;
        this.single = single;
    }

    public static void main(String[] arguments) throws InterruptedException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Flyway.configure().dataSource(arguments[0], "postgres", "postgres").load().migrate();
        try (Journals journals = new Journals(arguments[0], Map.of())) {
            JournalBenchmark benchmark = new JournalBenchmark(journals, arguments[1].equals("single"));
            for (int i = 2; i < arguments.length; i++) {
                int threads = Integer.parseInt(arguments[i]);
                benchmark.run(threads, WARMING);
                System.out.println(arguments[1] + " " + threads + " threads: " + benchmark.run(threads, MEASURED) + " orders a second");
            }
            journals.meters.find("patchbay.journal.group").summaries().forEach(summary -> System.out.println(summary.getId().getTags() + " groups "
                    + summary.count() + " mean " + summary.mean() + " max " + summary.max()));
        }
    }

    private long run(int threads, Duration time) throws InterruptedException {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + time.toNanos();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.startVirtualThread(() -> {
                while (System.nanoTime() < end) {
                    order();
                    done.increment();
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        return done.sum() / time.toSeconds();
    }

    private void order() {
        Draft draft = Journals.draft(Long.toString(number.incrementAndGet()));
        boolean opened = (single ? journals.transactions.execute(status -> journals.journal.open(draft, Journals.wanted(draft)))
                : journals.journal.open(draft, Journals.wanted(draft))) instanceof Opening.Opened;
        Closing closing = Journals.closing(draft);
        Optional<Replay.Answered> answer = single ? journals.transactions.execute(status -> journals.journal.close(closing)) : journals.journal.close(closing);
        if (!opened || answer.isEmpty()) {
            throw new IllegalStateException("An order was refused");
        }
    }
}
