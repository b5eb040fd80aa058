package io.patchbay.route;

import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.UnitFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The provider units in the directories of this node. Names, sizes and times are looked at often, contents only where these have changed
 * and then rested for a while: who is still writing is not disturbed. Used by one thread at a time.
 */
final class UnitFolders {

    /** No provider has such files. */
    private static final Map<Path, Stamp> NEVER = Map.of(Path.of(""), new Stamp(-1, FileTime.fromMillis(0)));

    private final UnitDirectories directories;
    private final Duration rest;
    private final Clock clock;
    private final Map<String, Map<Path, Stamp>> known = new HashMap<>();
    private final Map<String, Restless> restless = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();

    /** @param rest for so long files have to have been left alone before they are read */
    UnitFolders(UnitDirectories directories, Duration rest, Clock clock) {
        this.directories = directories;
        this.rest = rest;
        this.clock = clock;
    }

    UnitDirectories directories() {
        return directories;
    }

    Set<String> providers() {
        return UnitFiles.providers(directories);
    }

    /** @throws java.io.UncheckedIOException if a file goes away or cannot be read meanwhile */
    UnitFiles read(String provider) {
        return UnitFiles.read(directories, provider);
    }

    /** Providers with files that have changed since they were last settled, and have been left alone for a while. */
    List<String> changed() {
        Set<String> providers = new TreeSet<>(providers());
        providers.addAll(known.keySet());
        List<String> changed = new ArrayList<>();
        for (String provider : providers) {
            Map<Path, Stamp> now = stamps(provider);
            if (now.equals(known.get(provider))) {
                restless.remove(provider);
            } else if (restless.compute(provider, (name, before) -> before != null && before.stamps().equals(now) ? before : new Restless(now, clock.instant()))
                    .since().plus(rest).compareTo(clock.instant()) <= 0) {
                changed.add(provider);
            }
        }
        return changed;
    }

    /** Whether these are the files that were settled last: then only their times have changed. */
    boolean isKnown(UnitFiles files) {
        return files.digest().equals(digests.get(files.provider()));
    }

    /** Whatever was to be done about these files has been done. */
    void settled(UnitFiles files) {
        digests.put(files.provider(), files.digest());
        Restless seen = restless.remove(files.provider());
        if (seen != null) {
            known.put(files.provider(), seen.stamps());
        }
    }

    /** They have to be looked at again although they have not changed. */
    void again(String provider) {
        known.put(provider, NEVER);
        digests.remove(provider);
    }

    private Map<Path, Stamp> stamps(String provider) {
        Map<Path, Stamp> stamps = new HashMap<>();
        UnitFiles.paths(directories, provider).forEach(file -> stamps.put(file, stamp(file)));
        return stamps;
    }

    /** One that has just gone will be missing at the next look. */
    private static Stamp stamp(Path file) {
        try {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException gone) {
            return new Stamp(-1, FileTime.fromMillis(0));
        }
    }

    /** @param since when they were first seen like this */
    private record Restless(Map<Path, Stamp> stamps, Instant since) {
    }

    private record Stamp(long size, FileTime changed) {
    }
}
