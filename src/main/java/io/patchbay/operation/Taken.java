package io.patchbay.operation;

/**
 * An operation this node has taken over, to find out what became of it or to carry on with it. Nobody else writes to it until the
 * lease ends or it is given back.
 *
 * @param operation with its attempts
 */
public record Taken(Operation operation, Doubt doubt) {

    static final String NODE_LOST = "node-lost";

    /** Whether it was being sent by a node that is gone, and nobody has asked about it yet. */
    public boolean isAbandoned() {
        return operation.state() == OperationState.UNKNOWN && doubt.looks() == 0 && operation.outcome() != null
                && operation.outcome().path("rule").asText().equals(NODE_LOST);
    }
}
