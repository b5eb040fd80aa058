package io.patchbay.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** A secret as one version of its file held it; a rotated file shows by its modification time or size. */
record CredentialFile(FileTime modified, long size, String value) {

    static CredentialFile read(Path path) throws IOException {
        // The time is taken first: a file replaced in between is then read once more, instead of its old content staying for good.
        FileTime modified = Files.getLastModifiedTime(path);
        String content = Files.readString(path);
        return new CredentialFile(modified, Files.size(path), content.replaceFirst("\\R+\\z", ""));
    }

    boolean isCurrent(Path path) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return modified.equals(now.lastModifiedTime()) && size == now.size();
    }

    @Override
    public String toString() {
        return "CredentialFile[modified=" + modified + "]";
    }
}
