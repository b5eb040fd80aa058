package io.patchbay.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Where a command runs.
 *
 * @param environment variables by name
 * @param out         what was asked for, for people or for machines
 * @param err         why there is no such thing
 */
public record Command(Map<String, String> environment, PrintStream out, PrintStream err) {

    /** Everything is well, or the same. */
    public static final int OK = 0;
    /** There are problems, or differences. */
    public static final int FOUND = 1;
    /** It could not be found out. */
    public static final int USAGE = 2;

    /** As this process was started. What libraries would log is no part of the answer. */
    public static Command ofProcess() {
        LoggingSystem.get(Command.class.getClassLoader()).beforeInitialize();
        return new Command(System.getenv(), System.out, System.err);
    }

    int refuse(String why) {
        err.println(why);
        return USAGE;
    }

    /** A directory that a variable moves. */
    Path directory(String variable, String usual) {
        return Path.of(environment.getOrDefault(variable, usual));
    }
}
