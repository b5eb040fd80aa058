package io.patchbay.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server that outlived a killed demo. It holds the data directory, so it has to end before a new one can begin; its
 * committed data is safe whichever signal ends it.
 */
final class LeftoverPostgres {

    /** Wait for clients, throw clients out, stop at once; the last costs a recovery at the next start. */
    private static final List<String> SIGNALS = List.of("TERM", "INT", "QUIT");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LeftoverPostgres() {
    }

    /** Call only while holding the {@link DemoLock}: then nobody else can be using that server. */
    static void stop(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> running = process(pidFile).filter(process -> serves(process, data));
        running.ifPresent(LeftoverPostgres::end);
        if (running.isEmpty()) {
            // The number may belong to somebody else by now, and then PostgreSQL would refuse to start.
            delete(pidFile);
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty() || !lines.getFirst().strip().matches("\\d+") ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        String command = process.info().command().orElse("");
        String line = process.info().commandLine().orElse("");
        return command.contains("postgres") && line.contains(data.toAbsolutePath().toString());
    }

    private static void end(ProcessHandle process) {
        for (String signal : SIGNALS) {
            signal(process, signal);
            if (hasEnded(process)) {
                return;
            }
        }
        throw new DemoRefused("A PostgreSQL server of an earlier demo (process %d) does not stop; stop it first.".formatted(process.pid()));
    }

    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean hasEnded(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
