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
 * @param progress where its steps stand, null if nothing has to be carried to a provider and when the outcome is final
 * @param outcome  class, rule, message and what happens next; null while nothing is known
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
        ObjectNode progress,
        ObjectNode outcome,
        ArrayNode notices,
        List<Attempt> attempts,
        Instant createdAt,
        Instant updatedAt) {

    public Operation with(OperationState next, ObjectNode newOutcome, ObjectNode newProgress, ArrayNode newNotices, List<Attempt> made) {
        return new Operation(id, tenant, subscriptionId, kind, next, referenceId, provider, account, revision, command, newProgress,
                newOutcome, newNotices, made, createdAt, updatedAt);
    }
}
