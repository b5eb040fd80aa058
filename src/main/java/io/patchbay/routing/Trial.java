package io.patchbay.routing;

/** For whom a revision is tried out, and what ends that by itself. */
public record Trial(Slice slice, Guard guard) {
}
