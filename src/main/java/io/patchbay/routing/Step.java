package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A change of what is in force.
 *
 * @param number    larger is newer
 * @param stable    the revision for everybody whom no candidate takes
 * @param candidate the revision that is being tried out; null if there is none
 * @param slice     for whom it is; null if there is none
 * @param guard     what takes it back by itself, as {@link Guard#json()} says it; null if there is no candidate
 */
public record Step(long number, Instant at, Kind kind, long stable, Long candidate, Slice slice, ObjectNode guard, String author, String reason) {

    /** What happened. */
    public enum Kind {

        /** A revision came into force for everybody at once. */
        ACTIVATED,

        /** A revision began to be tried out. */
        BEGUN,

        /** It is tried out on others, or on more, than before. */
        WIDENED,

        /** It is in force for everybody now. */
        COMPLETED,

        /** It is not tried out any more. */
        ROLLED_BACK
    }
}
