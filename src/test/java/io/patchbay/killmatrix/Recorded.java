package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the gateway says. */
record Recorded(List<Sub> subscriptions, List<Op> operations) {

    /**
     * @param providerId    null while no provider is known to hold it
     * @param openOperation what may still change it; null for nothing
     */
    record Sub(String id, Provider provider, String customer, String status, String providerId, String iccid, String openOperation) {

        static Sub of(JsonNode view, String openOperation) {
            return new Sub(view.path("subscriptionId").asText(), Provider.of(view.at("/provider/name").asText()), view.path("customerId").asText(),
                    view.path("status").asText(), view.at("/provider/subscriptionId").asText(null),
                    view.at("/sim/iccid").asText(null), openOperation);
        }

        @Override
        public String toString() {
            return "the gateway says " + id + " is " + status + (providerId == null ? "" : ", there " + providerId)
                    + (openOperation == null ? "" : ", open " + openOperation);
        }
    }

    /** @param decided the rule that decided, null while none has */
    record Op(String id, String subscription, String kind, String state, String decided) {

        static Op of(JsonNode view) {
            return new Op(view.path("operationId").asText(), view.path("subscriptionId").asText(), view.path("kind").asText(),
                    view.path("state").asText(), view.at("/outcome/rule").asText(null));
        }

        boolean isSettled() {
            return switch (state) {
                case "SUCCEEDED", "REJECTED" -> true;
                // Nobody can find out whether a message was sent, so a person has to say.
                case "NEEDS_ATTENTION" -> kind.equals(Act.SEND_SMS.word());
                default -> false;
            };
        }

        @Override
        public String toString() {
            return "the gateway says " + id + " (" + kind + " of " + subscription + ") is " + state + (decided == null ? "" : " by " + decided);
        }
    }
}
