package io.patchbay.operation;

import java.util.Optional;

/**
 * What the caller of an operation was last told of it while it was open, by the answer or by an {@link Event}.
 *
 * @param state null if nothing was: the caller still waits for the answer, or was refused
 */
record Told(OperationState state) {

    static Told of(String state) {
        return new Told(Optional.ofNullable(state).map(OperationState::valueOf).orElse(null));
    }
}
