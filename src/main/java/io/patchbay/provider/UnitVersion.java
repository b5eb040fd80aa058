package io.patchbay.provider;

import java.time.Instant;

/**
 * One version of a provider unit, as it is stored for all nodes.
 *
 * @param number   over all providers; larger is newer
 * @param restores the version it is the same as; null unless somebody went back to that
 * @param digest   SHA-256 of its files; null where the provider was withdrawn
 * @param author   id of an administrator's key, or the provider directories
 */
public record UnitVersion(long number, String provider, Kind kind, Long restores, String digest, String author, String reason, Instant at) {

    /** How a version came to be. */
    public enum Kind {
        /** Read from the directories of a node. */
        FILES,
        UPLOADED,
        REVERTED,
        /** Its files were taken away and nothing needs it; no version is in service. */
        WITHDRAWN
    }

    /** The version whose files it has: itself, or the one it goes back to. */
    public long origin() {
        return restores == null ? number : restores;
    }
}
