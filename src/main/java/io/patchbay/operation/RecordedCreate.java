package io.patchbay.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An order for a new subscription as it came once. What a port-in or a leased number needs is in it only while its operation is open.
 *
 * @param command the canonical request with its secrets sealed, see {@link RecordedCreates#command}
 * @param at      when it came
 */
public record RecordedCreate(String operationId, String subscriptionId, String tenant, ObjectNode command, Instant at) {
}
