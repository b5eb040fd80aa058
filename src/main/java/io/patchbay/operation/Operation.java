package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * The durable record of one mutation.
 *
 * @param revision the configuration revision it was decided on, and on which it ends
 * @param command  the canonical request as it came; what is sealed in it stays so when it is read, see {@link Operations#command}
 * @param context  what the mappings of its provider saw when it began, with secrets sealed as in the command; null like progress
 * @param progress where its steps stand, null if nothing has to be carried to a provider and when the outcome is final
 * @param outcome  class, rule, message and what happens next; null while nothing is known
 * @param key      the idempotency key it came with, null if none
 * @param fence    goes up whenever a node takes it over; a write that knows an older number is not made,
 *                 except how its own attempts ended
 * @param dueAt    when it is taken up again, by the clock of the database; null if nobody will, while a node works on it, and until it
 *                 has been read back
 */
public record Operation(
        String id,
        String tenant,
        String subscriptionId,
        OperationKind kind,
        OperationState state,
        String referenceId,
        String provider,
        String account,
        long revision,
        ObjectNode command,
        ObjectNode context,
        ObjectNode progress,
        ObjectNode outcome,
        ArrayNode notices,
        List<Attempt> attempts,
        String key,
        long fence,
        Instant dueAt,
        Instant createdAt,
        Instant updatedAt) {

    /** The fence of the node that wrote it down. */
    public static final long FIRST_FENCE = 1;

    /** One about to be written down: the database says when it is due. */
    public Operation(String id, String tenant, String subscriptionId, OperationKind kind, OperationState state, String referenceId,
            String provider, String account, long revision, ObjectNode command, ObjectNode context, ObjectNode progress, ObjectNode outcome,
            ArrayNode notices, List<Attempt> attempts, String key, long fence, Instant createdAt, Instant updatedAt) {
        this(id, tenant, subscriptionId, kind, state, referenceId, provider, account, revision, command, context, progress, outcome, notices,
                attempts, key, fence, null, createdAt, updatedAt);
    }

    public Operation with(OperationState next, ObjectNode newOutcome, ObjectNode newProgress, ArrayNode newNotices, List<Attempt> made) {
        return new Operation(id, tenant, subscriptionId, kind, next, referenceId, provider, account, revision, command, context,
                newProgress, newOutcome, newNotices, made, key, fence, dueAt, createdAt, updatedAt);
    }
}
