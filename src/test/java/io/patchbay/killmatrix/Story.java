package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The life of one subscription as its reseller plans it.
 *
 * @param referenced   the reseller gives it a reference id
 * @param namesSim     the reseller names the SIM
 * @param refusable    the provider has to refuse it, so that nothing may come of it
 */
record Story(int number, Provider provider, Opening opening, boolean referenced, boolean namesSim, boolean refusable, List<Step> steps) {

    /** Never reached in a run, and as near as the gateway wants it. */
    private static final String FAR = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(400)).toString();

    /** How a subscription begins. */
    enum Opening {
        /** Activated with its order. */
        NOW,
        /** Without activation data. */
        SHELL,
        /** To be activated at a far date, and in fact by a later order. */
        SCHEDULED
    }

    /** Unique, and on the wire wherever the provider takes it. */
    String customer() {
        return (refusable && provider == Provider.CONNECT ? "unknown-" : "customer-") + number;
    }

    String reference() {
        return "reference-" + number;
    }

    String mail() {
        return "person-" + number + "@example.com";
    }

    String iccid() {
        return "8988303%012d".formatted(number);
    }

    String message() {
        return "Message of story " + number;
    }

    /** Whether the provider knows of it before it is activated. */
    boolean isMadeByItsOrder() {
        return opening == Opening.NOW || opening == Opening.SHELL && provider == Provider.CONNECT;
    }

    /** Which of the reseller's orders makes it at the provider. */
    Act making() {
        return isMadeByItsOrder() ? Act.CREATE : Act.ACTIVATE;
    }

    ObjectNode order() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("productOfferingId", "mobile-10gb").put("customerId", customer());
        body.putObject("subscriber").put("name", "Person " + number).put("email", mail());
        if (referenced) {
            body.put("referenceId", reference());
        }
        if (opening != Opening.SHELL) {
            body.set("activation", activation());
        }
        return body;
    }

    /** What a shell is activated with, and what a schedule is made of. */
    ObjectNode activation() {
        ObjectNode activation = JsonNodeFactory.instance.objectNode();
        if (opening == Opening.SCHEDULED) {
            activation.put("at", FAR);
        }
        if (refusable && provider == Provider.TELEGENT) {
            activation.put("msisdn", "+1999%07d".formatted(number));
        }
        if (namesSim) {
            activation.putObject("sim").put("iccid", iccid()).put("esim", false);
        }
        return activation;
    }
}
