package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/**
 * {@link UnitGate}, which need not prove again what it has proved before. What comes of a unit there depends on its files, on those that all
 * units share, and on the gateway's own code: a case is played without any network, configuration or chance, and the time of day says no more
 * than how long ago a date was. So a unit of which all three are the same to the byte would pass again, and is only made. Whatever is not known
 * to pass is proved in full, and what was refused is never remembered. One such gate is for one start: what all units share is read, and its
 * schemas are compiled, for the first of them and serve the others. Used by one thread.
 */
public final class RememberingGate {

    private final UnitDirectories directories;
    private final Clock clock;
    private final Memory memory;
    private SharedFiles shared;
    private Schemas schemas;

    /** @param directories where the schemas and the shared mappings are */
    public RememberingGate(UnitDirectories directories, Clock clock, Memory memory) {
        this.directories = directories;
        this.clock = clock;
        this.memory = memory;
    }

    public Gating gate(UnitFiles files) {
        try {
            shared = shared == null ? SharedFiles.read(directories) : shared;
        } catch (IOException | UncheckedIOException unreadable) {
            return UnitGate.gate(files, directories, clock);
        }
        String proof = proof(files);
        return known(proof, files).orElseGet(() -> proved(proof, UnitGate.gate(files, shared, clock)));
    }

    private Optional<Gating> known(String proof, UnitFiles files) {
        if (!memory.holds(proof)) {
            return Optional.empty();
        }
        try {
            schemas = schemas == null ? Schemas.of(shared) : schemas;
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return UnitGate.proven(files, shared, schemas, clock).map(Gating.class::cast);
    }

    private Gating proved(String proof, Gating gating) {
        if (gating instanceof Gating.Passed) {
            memory.keep(proof);
        }
        return gating;
    }

    private String proof(UnitFiles files) {
        MessageDigest sha = UnitFiles.sha256();
        sha.update((files.provider() + "\n" + files.digest() + "\n").getBytes(StandardCharsets.UTF_8));
        shared.feed(sha);
        return HexFormat.of().formatHex(sha.digest());
    }

    /** Of what has passed. It has to tell builds of the gateway apart: what one has proved, another has not. */
    public interface Memory {

        /** @param proof stands for a unit together with what all units share: SHA-256, in hexadecimal digits */
        boolean holds(String proof);

        void keep(String proof);
    }
}
