package io.patchbay.operation;

/**
 * One round of asking what became of a lost call, which did not settle it.
 *
 * @param absent    the provider had nothing of it, and it is late enough for that to count
 * @param lostAgain the request was repeated and that answer was lost too: the grace begins anew
 * @param byItself  not because somebody read the operation, which must not make the waits longer
 */
public record Look(boolean absent, boolean lostAgain, boolean byItself) {
}
