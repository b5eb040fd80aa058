package io.patchbay.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged jar as a process of its own, under the JDK that runs the test and in the repository's directory. Settings that the
 * test's own environment happens to hold do not reach it.
 */
public final class JarProcess implements AutoCloseable {

    /** The jar as Maven packaged it. */
    public static final Path JAR = Path.of(System.getProperty("patchbay.jar", "target/patchbay.jar"));

    private static final Pattern SETTINGS = Pattern.compile("(SPRING|PATCHBAY|SANDBOX|SERVER|MANAGEMENT|JAVA|JDK)_.*");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Path output;

    private JarProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static JarProcess start(Map<String, String> environment, String... arguments) {
        return start(JAR, List.of("-Xmx512m"), environment, arguments);
    }

    /** @param options of the JVM */
    public static JarProcess start(Path jar, List<String> options, Map<String, String> environment, String... arguments) {
        try {
            Path output = Files.createTempFile("patchbay", ".log");
            ProcessBuilder builder = new ProcessBuilder(command(jar, options, arguments)).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> SETTINGS.matcher(name).matches());
            builder.environment().putAll(environment);
            return new JarProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path jar, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Everything it has printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a number of matches in the output. @return what the pattern's first group matched, in order */
    public List<String> printed(Pattern pattern, int times) {
        return await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the process has ended:\n" + output());
            }
            return pattern.matcher(output()).results().map(match -> match.group(1)).toList();
        }, found -> found.size() >= times);
    }

    /** Waits for its end. @return the exit status */
    public int exit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the process does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end, as an operator or a container engine would. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exit();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
