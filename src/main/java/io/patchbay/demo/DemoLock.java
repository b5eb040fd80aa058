package io.patchbay.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One demo per data directory. The operating system gives the lock back however the process ends, unlike the lock files of
 * PostgreSQL, which outlive a killed one.
 */
final class DemoLock {

    // A lock nobody refers to is given back by the garbage collector, and a second demo would then stop this one's database.
    private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

    private DemoLock() {
    }

    /** Holds until the process ends. */
    static void acquire(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(directory.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw refusal(directory);
            }
            HELD.add(lock);
        } catch (OverlappingFileLockException e) {
            throw refusal(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DemoRefused refusal(Path directory) {
        return new DemoRefused("Another demo is running on the data in %s; stop it first.".formatted(directory.toAbsolutePath()));
    }
}
