package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.routing.Revision;

/** What somebody wants done to the configuration. It may be asked several times, each time on another revision; it changes nothing by itself. */
interface Edit {

    Edited on(Revision base);

    /** What comes of it. */
    sealed interface Edited {

        /** @param document the whole configuration as it would be; not yet judged */
        record To(ObjectNode document) implements Edited {
        }

        /** It does not fit what is there. */
        record Not(Problem problem) implements Edited {
        }
    }
}
