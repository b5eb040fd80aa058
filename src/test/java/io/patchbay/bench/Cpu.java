package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process has used of the processors. */
final class Cpu {

    /** What the kernel shows to programs counts hundredths of a second, whatever it counts itself. */
    private static final Duration TICK = Duration.ofMillis(10);

    private Cpu() {
    }

    /** With all that it has started: what still runs, and where Linux tells what has ended since. */
    static Duration of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(ended(process), Duration::plus);
    }

    /** The counters {@code cutime} and {@code cstime} of {@code proc_pid_stat(5)}, which come after a name in parentheses. */
    private static Duration ended(ProcessHandle process) {
        Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
        if (!Files.exists(stat)) {
            return Duration.ZERO;
        }
        try {
            String all = Files.readString(stat);
            String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ");
            return TICK.multipliedBy(Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
