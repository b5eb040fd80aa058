package io.patchbay.operation;

/**
 * An operation this node has taken over, to find out what became of it or to carry on with it. Nobody else writes to it until the
 * lease ends or it is given back.
 *
 * @param operation with its attempts
 */
public record Taken(Operation operation, Doubt doubt) {
}
