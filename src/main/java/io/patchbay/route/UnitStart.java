package io.patchbay.route;

import io.patchbay.mapping.Gating;
import io.patchbay.mapping.Problem;
import io.patchbay.mapping.RememberingGate;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.provider.UnitVersion;
import io.patchbay.provider.UnitVersions;
import io.patchbay.provider.UnitVersions.Behind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which units a node begins with: of each provider the newest version, wherever it came from. Files that differ from those that were last
 * read on any node are the newest, unless they were read before and not touched since. One that does not pass the gate leaves the last that does; what was uploaded is not undone by a restart.
 */
final class UnitStart {

    private static final Logger log = LoggerFactory.getLogger(UnitStart.class);

    /** So many older versions are tried until one passes. */
    private static final int TRIES = 10;

    private final UnitFolders folders;
    private final UnitVersions versions;
    private final RememberingGate gate;
    private final Clock clock;
    private final Units units = new Units();
    private final Map<String, Gating> gated = new HashMap<>();
    /** By their digest: what was read from the directories need not be read from the database as well. */
    private final Map<String, UnitFiles> atHand = new HashMap<>();

    UnitStart(UnitFolders folders, UnitVersions versions, RememberingGate gate, Clock clock) {
        this.folders = folders;
        this.versions = versions;
        this.gate = gate;
        this.clock = clock;
    }

    Units open() {
        Set<String> providers = new TreeSet<>(folders.providers());
        versions.newest().forEach(version -> providers.add(version.provider()));
        providers.forEach(this::begin);
        return units;
    }

    private void begin(String provider) {
        List<Problem> problems = read(provider);
        Optional<Served> served = newest(provider, problems);
        served.ifPresent(units::serve);
        if (!problems.isEmpty()) {
            units.refuse(provider, problems);
            tell(provider, served, problems);
        }
    }

    /** @return why the files of this node are not the newest version */
    private List<Problem> read(String provider) {
        long seen = versions.newestNumber();
        UnitFiles files = folders.read(provider);
        folders.settled(files);
        atHand.put(files.digest(), files);
        if (files.isEmpty() || versions.areLastRead(files) || isBehind(files)) {
            return new ArrayList<>();
        }
        if (gate(files) instanceof Gating.Refused refused) {
            return new ArrayList<>(refused.problems());
        }
        versions.read(files, seen, "read at start");
        return new ArrayList<>();
    }

    private boolean isBehind(UnitFiles files) {
        Optional<Behind> behind = versions.behind(files, folders.touched(files.provider()));
        behind.ifPresent(old -> {
            folders.leftAside(files);
            warn(old);
        });
        return behind.isPresent();
    }

    static void warn(Behind old) {
        log.warn("The files of provider {} are those of version {} of its unit, and newer ones have been read since (version {}, {}): they take nobody back. Bring the "
                        + "directories of this node up to date; if the old files are meant, touch one of them, or go back to version {} over the API",
                old.same().provider(), old.same().number(), old.since().number(), old.since().kind(), old.same().number());
    }

    private Optional<Served> newest(String provider, List<Problem> problems) {
        for (UnitVersion version : versions.history(provider, TRIES)) {
            if (version.kind() == UnitVersion.Kind.WITHDRAWN) {
                return Optional.empty();
            }
            switch (gate(files(version))) {
                case Gating.Passed passed -> {
                    return Optional.of(new Served(version, passed.unit(), passed.routes()));
                }
                case Gating.Refused refused -> problems.addAll(refused.problems());
            }
        }
        return Optional.empty();
    }

    private UnitFiles files(UnitVersion version) {
        return Optional.ofNullable(atHand.get(version.digest())).orElseGet(() -> versions.files(version));
    }

    private Gating gate(UnitFiles files) {
        return gated.computeIfAbsent(files.digest(), digest -> Connectable.of(gate.gate(files), clock));
    }

    private static void tell(String provider, Optional<Served> served, List<Problem> problems) {
        served.ifPresentOrElse(
                last -> log.error("Provider {} stays on version {} of its unit until {} problem(s) of a newer one are put right: {}", provider,
                        last.version().number(), problems.size(), problems),
                () -> log.error("Provider {} stays out of service until its {} problem(s) are put right: {}", provider, problems.size(), problems));
    }
}
