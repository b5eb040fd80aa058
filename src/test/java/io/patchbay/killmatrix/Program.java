package io.patchbay.killmatrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process of this run. None of them outlives the run, however that ends. */
final class Program implements AutoCloseable {

    private static final Pattern SETTINGS = Pattern.compile("(SPRING|PATCHBAY|SANDBOX|SERVER|MANAGEMENT|JAVA|JDK)_.*");
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-matrix-end"));
    }

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
        RUNNING.add(process);
        process.onExit().thenAccept(RUNNING::remove);
    }

    static Program start(Path log, Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> SETTINGS.matcher(name).matches());
            builder.environment().putAll(environment);
            return new Program(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for something in its output. @return the first group of the match */
    String printed(Pattern pattern, Duration most) {
        boolean seen = Pause.until(most, () -> !process.isAlive() || pattern.matcher(output()).find());
        return pattern.matcher(output()).results().filter(match -> seen).findFirst().map(match -> match.group(1))
                .orElseThrow(() -> new IllegalStateException("a process did not say " + pattern + ":\n" + output()));
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}: it gets no chance to do anything more. */
    void kill() {
        process.destroyForcibly();
        hasEnded(Duration.ofSeconds(20));
    }

    /** As an operator ends it. */
    void terminate(Duration most) {
        process.destroy();
        if (!hasEnded(most)) {
            kill();
        }
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean hasEnded(Duration most) {
        try {
            return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
