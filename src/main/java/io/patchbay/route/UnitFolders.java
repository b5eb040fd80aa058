package io.patchbay.route;

import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.UnitFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The provider units in the directories of this node. Names, sizes and times are looked at often, contents only where these have changed
 * and then rested for a while: who is still writing is not disturbed. Used by one thread at a time.
 */
final class UnitFolders {

    /** A case serves no order, and nearly all files are of cases: every so many looks is often enough for those. */
    private static final int LOOKS_TO_CASES = 5;

    private final UnitDirectories directories;
    private final Duration rest;
    private final Clock clock;
    private final Map<String, Map<Path, Stamp>> known = new HashMap<>();
    /** Of these, the files that serve orders. */
    private final Map<String, Map<Path, Stamp>> serving = new HashMap<>();
    private final Map<String, Restless> restless = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    /** How they were when they were read last. */
    private final Map<String, Map<Path, Stamp>> read = new HashMap<>();
    /** When they were seen to have changed. */
    private final Map<String, Instant> changes = new HashMap<>();
    private final Set<String> again = new HashSet<>();
    private int looks;

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

    /** @throws java.io.UncheckedIOException if a file goes away or cannot be read meanwhile, or those that had rested are being changed again */
    UnitFiles read(String provider) {
        Map<Path, Stamp> now = stamps(provider);
        UnitFiles files = UnitFiles.read(directories, provider, now.keySet());
        Restless rested = restless.get(provider);
        if (rested != null && !(rested.stamps().equals(now) && now.equals(stamps(provider)))) {
            throw new UncheckedIOException(new IOException("The files of provider " + provider + " are being changed"));
        }
        read.put(provider, now);
        return files;
    }

    /** When they were last changed, as far as they tell: whoever puts older ones in their place while this node runs is seen doing so. */
    Instant touched(String provider) {
        Instant told = UnitFiles.touched(directories, provider);
        Instant seen = changes.getOrDefault(provider, Instant.EPOCH);
        return told.isAfter(seen) ? told : seen;
    }

    /** Providers with files that have changed since they were last settled, and have been left alone for a while. */
    List<String> changed() {
        Set<String> providers = new TreeSet<>(providers());
        providers.addAll(known.keySet());
        boolean casesToo = looks++ % LOOKS_TO_CASES == 0;
        List<String> changed = new ArrayList<>();
        for (String provider : providers) {
            if (!casesToo && servesAsKnown(provider) ? again.contains(provider) : hasChanged(provider)) {
                changed.add(provider);
            }
        }
        return changed;
    }

    private boolean servesAsKnown(String provider) {
        return !restless.containsKey(provider) && stamps(UnitFiles.servingPlaces(directories, provider)).equals(serving.get(provider));
    }

    private boolean hasChanged(String provider) {
        Map<Path, Stamp> now = stamps(provider);
        return now.equals(known.get(provider)) ? isAskedAgain(provider) : hasRested(provider, now);
    }

    private boolean isAskedAgain(String provider) {
        restless.remove(provider);
        return again.contains(provider);
    }

    private boolean hasRested(String provider, Map<Path, Stamp> now) {
        Restless seen = restless.get(provider);
        if (seen == null || !seen.stamps().equals(now)) {
            seen = new Restless(now, clock.instant());
            restless.put(provider, seen);
            changes.put(provider, seen.since());
        }
        return !seen.since().plus(rest).isAfter(clock.instant());
    }

    /** Whether these are the files that were settled last: then only their times have changed. */
    boolean isKnown(UnitFiles files) {
        return files.digest().equals(digests.get(files.provider()));
    }

    /** Whatever was to be done about these files has been done. */
    void settled(UnitFiles files) {
        digests.put(files.provider(), files.digest());
        looked(files.provider());
    }

    /** Nothing is to be done about these files as long as nobody touches them. */
    void leftAside(UnitFiles files) {
        digests.remove(files.provider());
        looked(files.provider());
    }

    private void looked(String provider) {
        Map<Path, Stamp> all = read.getOrDefault(provider, Map.of());
        known.put(provider, all);
        serving.put(provider, new HashMap<>(all));
        serving.get(provider).keySet().removeIf(file -> UnitFiles.isCase(directories, file));
        restless.remove(provider);
        again.remove(provider);
    }

    /** They have to be looked at again although they have not changed. */
    void again(String provider) {
        again.add(provider);
        digests.remove(provider);
    }

    private Map<Path, Stamp> stamps(String provider) {
        return stamps(UnitFiles.places(directories, provider));
    }

    private static Map<Path, Stamp> stamps(Map<Path, BasicFileAttributes> places) {
        Map<Path, Stamp> stamps = new HashMap<>();
        places.forEach((file, found) -> stamps.put(file, new Stamp(found.size(), found.lastModifiedTime())));
        return stamps;
    }

    /** @param since when they were first seen like this */
    private record Restless(Map<Path, Stamp> stamps, Instant since) {
    }

    private record Stamp(long size, FileTime changed) {
    }
}
