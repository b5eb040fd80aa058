package io.patchbay.operation;

/**
 * What hangs on a provider account or a tenant and would be left behind without it.
 *
 * @param subscriptions that have not ended
 * @param operations    that are open
 * @param promises      that are to be kept at some moment
 */
public record Holdings(long subscriptions, long operations, long promises) {

    public boolean isEmpty() {
        return subscriptions == 0 && operations == 0 && promises == 0;
    }

    /** In words, for a person. */
    @Override
    public String toString() {
        return "subscriptions: " + subscriptions + ", open operations: " + operations + ", scheduled: " + promises;
    }
}
