package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.OperationState;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a person says became of an operation, as {@code POST /admin/v1/operations/{id}/settle} takes it.
 *
 * @param said the body, as the contract allows it
 * @param by   names the administrator's key
 */
record Statement(ObjectNode said, String by, Instant at) {

    static final String RULE = "settled-by-person";

    private static final Set<OperationKind> MAKING = EnumSet.of(OperationKind.CREATE, OperationKind.ACTIVATE);
    private static final Set<OperationKind> OF_NO_EFFECT = EnumSet.of(OperationKind.SEND_SMS, OperationKind.SUSPEND_PLAN_ATTACHMENT);

    OperationState state() {
        return said.path("outcome").asText().equals("succeeded") ? OperationState.SUCCEEDED : OperationState.REJECTED;
    }

    private boolean succeeded() {
        return state() == OperationState.SUCCEEDED;
    }

    private JsonNode found() {
        return said.path("subscription");
    }

    /** What it says more or less than it takes to end this operation; asked before the operation is taken over. */
    Optional<Problem> refusal(Operation operation, Subscription known) {
        return tooMuch(operation.kind()).or(() -> providerId(operation.kind(), known)).or(() -> status(operation));
    }

    private Optional<Problem> tooMuch(OperationKind kind) {
        if (found().isMissingNode() || succeeded() && !OF_NO_EFFECT.contains(kind)) {
            return Optional.empty();
        }
        return field("", "not-needed", succeeded() ? "This operation changes nothing of the subscription; leave `subscription` out."
                : "A rejected operation made nothing at the provider; leave `subscription` out.");
    }

    private Optional<Problem> providerId(OperationKind kind, Subscription known) {
        String id = found().path("providerSubscriptionId").textValue();
        if (id == null && succeeded() && known.heldHere() && MAKING.contains(kind)) {
            return field("/providerSubscriptionId", "required", "`subscription.providerSubscriptionId` is required: nothing else leads to what was made.");
        }
        return id == null || known.heldHere() || id.equals(known.providerSubscriptionId()) ? Optional.empty()
                : field("/providerSubscriptionId", "other", "`subscription.providerSubscriptionId` is not the one that is known; leave it out.");
    }

    /** One that was ordered for later may not have ended yet. */
    private Optional<Problem> status(Operation operation) {
        boolean later = operation.kind() == OperationKind.CANCEL && operation.command().hasNonNull("at");
        return succeeded() && later && !found().has("status") ? field("/status", "required",
                "`subscription.status` is required: the cancel was ordered for " + operation.command().get("at").asText()
                + "; say what status the subscription has now.") : Optional.empty();
    }

    private static Optional<Problem> field(String pointer, String code, String message) {
        return Optional.of(Refused.field("/subscription" + pointer, code, message));
    }

    /** As a provider's answer would have told it, with what was ordered where nothing else was said. */
    ObjectNode result(Operation operation) {
        ObjectNode result = found() instanceof ObjectNode told ? told.deepCopy() : JsonNodeFactory.instance.objectNode();
        if (succeeded() && !result.has("status") && !OF_NO_EFFECT.contains(operation.kind())) {
            result.put("status", ordered(operation.kind(), Resumption.mode(operation)).name());
        }
        return result;
    }

    private static SubscriptionStatus ordered(OperationKind kind, String mode) {
        return switch (kind) {
            case CANCEL -> SubscriptionStatus.CANCELLED;
            case PAUSE -> SubscriptionStatus.PAUSED;
            default -> switch (mode) {
                case "shell" -> SubscriptionStatus.PENDING;
                case "scheduled" -> SubscriptionStatus.SCHEDULED;
                default -> SubscriptionStatus.ACTIVATED;
            };
        };
    }

    ObjectNode outcome() {
        return JsonNodeFactory.instance.objectNode()
                .put("class", (succeeded() ? OutcomeClass.SUCCEEDED : OutcomeClass.REJECTED).name()).put("rule", RULE)
                .put("settledBy", by).put("settledAt", at.toString()).put("reason", said.path("reason").asText())
                .put("next", succeeded() ? "Nothing: a person found out that it was done."
                        : "Nothing: a person found out that it was not done. If it is still wanted, order it again under a new Idempotency-Key.");
    }
}
