package io.patchbay.routing;

import java.util.List;

/** What became of a proposed configuration. Anything but {@link Activated} and {@link Unchanged} has changed nothing. */
public sealed interface Activation {

    /** It is in force as this revision: for everybody, or for those on whom it was to be tried out. */
    record Activated(long revision) implements Activation {
    }

    /** It says what the revision in force says already. */
    record Unchanged(long revision) implements Activation {
    }

    /** Another revision came into force since the author looked. */
    record Outdated(long current) implements Activation {
    }

    /** A revision is being tried out; until that is completed or taken back nothing else comes into force. */
    record Occupied(long candidate) implements Activation {
    }

    /** @param problems all of them; their pointers lead into the proposed document */
    record Invalid(List<ConfigurationProblem> problems) implements Activation {
    }
}
