package io.patchbay.killmatrix;

/**
 * One order of a story.
 *
 * @param fault    what goes wrong with its provider call the first time that arrives; null for nothing
 * @param keyed    it has an Idempotency-Key
 * @param async    it prefers to be answered at once
 * @param replayed it is sent again after its end, under the same key
 */
record Step(Act act, Effect fault, boolean keyed, boolean async, boolean replayed) {
}
