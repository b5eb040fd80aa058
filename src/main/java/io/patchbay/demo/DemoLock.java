package io.patchbay.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One demo per data directory. The operating system gives the lock back however the process ends, unlike the lock files of
 * PostgreSQL, which outlive a killed one.
 */
final class DemoLock {

    // Held until the process ends; a collected channel would give the lock back.
    private final FileLock lock;

    private DemoLock(FileLock lock) {
        this.lock = lock;
    }

    static DemoLock acquire(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(directory.resolve("demo.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw refusal(directory);
            }
            return new DemoLock(lock);
        } catch (OverlappingFileLockException e) {
            throw refusal(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isHeld() {
        return lock.isValid();
    }

    private static DemoRefused refusal(Path directory) {
        return new DemoRefused("Another demo is running on the data in %s; stop it first.".formatted(directory.toAbsolutePath()));
    }
}
