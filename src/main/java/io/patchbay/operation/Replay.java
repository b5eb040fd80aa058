package io.patchbay.operation;

import java.util.Map;

/** What is known about an idempotency key that has been seen before. */
public sealed interface Replay {

    /** The first answer, to be given again byte for byte. */
    record Answered(int status, Map<String, String> headers, byte[] body) implements Replay {
    }

    /** The same request is still running, on this node or another. */
    record InFlight(String operationId) implements Replay {
    }

    /** The node that ran it went away before it could answer; the operation tells what became of it. */
    record Abandoned(String operationId) implements Replay {
    }

    /** The key came with another method, path or body. */
    record Reused() implements Replay {
    }
}
