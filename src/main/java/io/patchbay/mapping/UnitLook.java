package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A look at where the files of a unit are. It is taken every second of some 1,500 files, so the file system is asked once for each: whoever
 * walks a directory is told at the same time what its entries are. Hidden files and backups of editors are passed over.
 */
final class UnitLook extends SimpleFileVisitor<Path> {

    private final Map<Path, BasicFileAttributes> files = new HashMap<>();
    private final Map<Path, BasicFileAttributes> folders = new HashMap<>();
    private Path root;

    Map<Path, BasicFileAttributes> files() {
        return files;
    }

    Map<Path, BasicFileAttributes> folders() {
        return folders;
    }

    /** Nothing is there where there is no such folder. */
    void below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        root = folder;
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
        } catch (IOException moving) {
            throw new UncheckedIOException(moving);
        }
    }

    /** A single file, which need not be there. */
    void at(Path file) {
        try {
            visitFile(file, Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException none) {
            files.remove(file);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found) {
        if (!folder.equals(root) && isAside(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        folders.put(folder, found);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
        if (found.isRegularFile() && !isAside(file)) {
            files.put(file, found);
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isAside(Path place) {
        String name = place.getFileName().toString();
        return name.startsWith(".") || name.endsWith("~");
    }
}
