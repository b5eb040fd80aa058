package io.patchbay.routing;

/** What became of the wish to go on with a rollout, or back. Anything but {@link Made} has changed nothing. */
public sealed interface Advance {

    /** Done, as this step; or it stood so already and this step says so. */
    record Made(Step step) implements Advance {
    }

    /** Nothing is being tried out. */
    record NothingTried() implements Advance {
    }

    /** Somebody or something else was faster than who asked for it. */
    record Outdated(Step now) implements Advance {
    }
}
