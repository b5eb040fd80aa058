package io.patchbay.route;

import io.patchbay.mapping.Gating;
import io.patchbay.mapping.Problem;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.provider.UnitVersion;
import io.patchbay.provider.UnitVersions;
import io.patchbay.provider.UnitVersions.Behind;
import io.patchbay.routing.ConfigurationStore;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks for newer versions of provider units: those another node has stored, and changed files in the directories of this one, which become
 * a version for all. Everything here happens on the one thread of the gate.
 */
@Component("unitWatch")
class UnitWatch {

    private static final Logger log = LoggerFactory.getLogger(UnitWatch.class);

    private final UnitFolders folders;
    private final UnitVersions versions;
    private final Units units;
    private final Gatekeeper gatekeeper;
    private final ConfigurationStore configurations;
    private final CamelContext camel;
    private final ExecutorService gate;
    private final AtomicBoolean queued = new AtomicBoolean();
    private final Map<String, Refusal> refused = new HashMap<>();
    /** Providers whose files wait for another configuration. */
    private final Set<String> waiting = new HashSet<>();
    private long followed;
    private long step;
    private boolean away;

    UnitWatch(UnitFolders folders, UnitVersions versions, Units units, Gatekeeper gatekeeper, ConfigurationStore configurations, CamelContext camel,
            Announcements announcements, @Qualifier("gate") ExecutorService gate) {
        this.folders = folders;
        this.versions = versions;
        this.units = units;
        this.gatekeeper = gatekeeper;
        this.configurations = configurations;
        this.camel = camel;
        this.gate = gate;
        this.step = configurations.inForce().step();
        announcements.on(UnitVersions.CHANNEL, number -> look());
    }

    /** Returns at once; a look that has not begun yet is as good as another one. */
    public void look() {
        if (camel.isStarted() && queued.compareAndSet(false, true)) {
            try {
                gate.execute(this::turn);
            } catch (RejectedExecutionException stopping) {
                log.debug("No more looks for changed provider units: the node stops");
            }
        }
    }

    private void turn() {
        queued.set(false);
        try {
            reconsider();
            newer();
            folders.changed().forEach(this::changed);
            away = false;
        } catch (DataAccessException | TransactionException unreachable) {
            if (!away) {
                log.warn("Newer provider units cannot be looked for ({}); those in service stay so until the database answers again",
                        unreachable.getClass().getSimpleName());
            }
            away = true;
        } catch (UncheckedIOException moving) {
            log.debug("Files of a provider were moved while they were read; they are looked at again");
        } catch (RuntimeException fault) {
            log.error("Changed provider units could not be looked at for a mistake in the gateway; those in service stay so", fault);
        }
    }

    /** What another configuration refused, this one may take. */
    private void reconsider() {
        long now = configurations.inForce().step();
        if (now != step) {
            step = now;
            followed = refused.isEmpty() ? followed : 0;
            refused.values().removeIf(Refusal::byConfiguration);
            waiting.forEach(folders::again);
            waiting.clear();
        }
    }

    private void newer() {
        long newest = versions.newestNumber();
        if (newest > followed) {
            versions.newest().forEach(this::follow);
            followed = newest;
        }
    }

    private void follow(UnitVersion version) {
        String provider = version.provider();
        Optional<Served> served = units.served(provider);
        boolean done = served.filter(now -> now.version().number() >= version.number()).isPresent()
                || Optional.ofNullable(refused.get(provider)).filter(known -> known.number() == version.number()).isPresent();
        if (done) {
            return;
        }
        if (version.kind() == UnitVersion.Kind.WITHDRAWN) {
            withdrawn(version, served.isPresent());
        } else if (served.filter(now -> now.version().digest().equals(version.digest())).isPresent()) {
            gatekeeper.renumber(served.get(), version);
        } else {
            take(version, gatekeeper.examine(versions.files(version)));
        }
    }

    private void take(UnitVersion version, Gating gating) {
        switch (gating) {
            case Gating.Passed passed -> gatekeeper.admit(version, passed);
            case Gating.Refused found -> refuse(version, found);
        }
    }

    private void refuse(UnitVersion version, Gating.Refused found) {
        refused.put(version.provider(), new Refusal(version.number(), found.byConfiguration()));
        gatekeeper.refuse(version.provider(), found.problems());
    }

    private void withdrawn(UnitVersion version, boolean isServed) {
        if (isServed && !gatekeeper.isDispensable(version.provider())) {
            refuse(version, new Gating.Refused(gone(version.provider()), true));
        } else if (isServed) {
            gatekeeper.withdraw(version.provider());
        }
    }

    private void changed(String provider) {
        long seen = versions.newestNumber();
        UnitFiles files = folders.read(provider);
        if (folders.isKnown(files)) {
            folders.settled(files);
        } else if (files.isEmpty()) {
            vanished(files);
        } else if (versions.areLastRead(files)) {
            mended(provider);
            folders.settled(files);
        } else {
            versions.behind(files, folders.touched(provider)).ifPresentOrElse(old -> old(files, old), () -> brought(files, gatekeeper.examine(files), seen));
        }
    }

    /** Where they are what was read before, the gateway is on them already, or somebody chose another version since. */
    private void mended(String provider) {
        long behind = refused.containsKey(provider) ? refused.get(provider).number() : 0;
        if (units.served(provider).filter(served -> served.version().number() >= behind).isPresent()) {
            gatekeeper.mended(provider);
        }
    }

    /** Whatever was wrong in them is gone with what was in them. */
    private void old(UnitFiles files, Behind old) {
        UnitStart.warn(old);
        mended(files.provider());
        folders.leftAside(files);
    }

    private void brought(UnitFiles files, Gating gating, long seen) {
        if (gating instanceof Gating.Refused found) {
            gatekeeper.refuse(files.provider(), found.problems());
            waits(files.provider(), found.byConfiguration());
            folders.settled(files);
        } else if (versions.read(files, seen, "changed on disk")) {
            versions.newest(files.provider()).filter(newest -> files.digest().equals(newest.digest())).ifPresent(newest -> entered(newest, gating));
            folders.settled(files);
        }
    }

    private void entered(UnitVersion newest, Gating gating) {
        if (units.served(newest.provider()).filter(now -> now.version().digest().equals(newest.digest())).isPresent()) {
            follow(newest);
        } else {
            take(newest, gating);
        }
    }

    private void vanished(UnitFiles none) {
        String provider = none.provider();
        Optional<Served> served = units.served(provider);
        if (served.isEmpty()) {
            units.withdrawn(provider);
        } else if (served.get().version().kind() != UnitVersion.Kind.UPLOADED) {
            if (gatekeeper.isDispensable(provider)) {
                if (!versions.withdraw(provider, served.get().version().number(), "its files were taken away")) {
                    log.info("The files of provider {} are gone here, but a newer version of it was stored meanwhile; that one is taken", provider);
                }
                newer();
            } else {
                gatekeeper.refuse(provider, gone(provider));
                waits(provider, true);
            }
        }
        folders.settled(none);
    }

    private void waits(String provider, boolean byConfiguration) {
        if (byConfiguration) {
            waiting.add(provider);
        }
    }

    private static List<Problem> gone(String provider) {
        return List.of(new Problem("mappings/providers/" + provider, "",
                "its files are gone; it stays in service while the configuration in force names it. Bring them back, or take the provider out of the configuration"));
    }

    /** A version this node cannot use. */
    private record Refusal(long number, boolean byConfiguration) {
    }
}
