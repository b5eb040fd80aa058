package io.patchbay.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** What a process has used of the processors. */
final class Cpu {

    private Cpu() {
    }

    /** With all that it has started and that still run. */
    static Duration of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO)).reduce(Duration.ZERO, Duration::plus);
    }
}
