package io.patchbay.operation;

/** How far an operation has come. UNKNOWN is a state, not an error: it ends by an answer, never by the passing of time. */
public enum OperationState {
    /** Written down, nothing sent. */
    RECEIVED,
    /** Written down, nothing sent, waiting for its provider. */
    QUEUED,
    /** Written down before the first byte left; may have arrived. */
    SENDING,
    SUCCEEDED,
    /** Explicitly refused, or proved never sent. Nothing was done at the provider. */
    REJECTED,
    /** It may have been done; being found out. */
    UNKNOWN,
    /** Cannot be found out by asking; a person settles it. */
    NEEDS_ATTENTION;

    public boolean isFinal() {
        return this == SUCCEEDED || this == REJECTED;
    }
}
