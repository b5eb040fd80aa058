package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Collects everything wrong with one Connect request, so that one answer names it all. */
final class ConnectChecks {

    static final Pattern MSISDN = Pattern.compile("\\+[1-9]\\d{6,14}");
    static final Pattern ICCID = Pattern.compile("\\d{18,20}");
    private static final Pattern IMEI = Pattern.compile("\\d{15}");
    private static final int REFERENCE_ID_LENGTH = 255;

    private final ArrayNode details = Json.array();

    ConnectChecks wanted(JsonNode body, String property) {
        return at(body, property).isMissingNode() ? missing(property) : text(body, property, value -> !value.isBlank());
    }

    ConnectChecks text(JsonNode body, String property, Predicate<String> allowed) {
        JsonNode node = at(body, property);
        boolean fine = node.isMissingNode() || node.isTextual() && allowed.test(node.textValue());
        return fine ? this : malformed(property);
    }

    ConnectChecks oneOf(JsonNode body, String property, Set<String> values) {
        return text(body, property, values::contains);
    }

    ConnectChecks reference(JsonNode body) {
        return text(body, "referenceId", value -> !value.isBlank() && value.length() <= REFERENCE_ID_LENGTH);
    }

    ConnectChecks date(JsonNode body, String property) {
        return text(body, property, value -> day(value).isPresent());
    }

    ConnectChecks objects(JsonNode body, String... properties) {
        for (String property : properties) {
            JsonNode node = at(body, property);
            if (!node.isMissingNode() && !node.isObject()) {
                malformed(property);
            }
        }
        return this;
    }

    /** Number and SIM of an activation; only a physical SIM has to be named, an eSIM is taken from stock. */
    ConnectChecks activation(ObjectNode body) {
        objects(body, "activation", "activation.sim", "activation.porting");
        text(body, "activation.msisdn", MSISDN.asMatchPredicate());
        text(body, "activation.leaseToken", value -> !value.isBlank());
        text(body, "activation.sim.iccid", ICCID.asMatchPredicate());
        text(body, "activation.sim.imei", IMEI.asMatchPredicate());
        return physicalSim(at(body, "activation.sim"));
    }

    private ConnectChecks physicalSim(JsonNode sim) {
        JsonNode esim = sim.path("esim");
        if (!esim.isMissingNode() && !esim.isBoolean()) {
            malformed("activation.sim.esim");
        }
        return esim.isBoolean() && !esim.booleanValue() && !sim.hasNonNull("iccid") ? missing("activation.sim.iccid") : this;
    }

    ConnectChecks missing(String property) {
        return detail(property + " must be set", "FIELD_REQUIRED", property);
    }

    ConnectChecks malformed(String property) {
        return detail(property + " is malformed", "INVALID_FORMAT", property);
    }

    private ConnectChecks detail(String message, String code, String property) {
        details.addObject().put("message", message).put("code", code).put("property", property);
        return this;
    }

    /** The 400 answer where anything is wrong. */
    Optional<Answer> refusal() {
        ObjectNode body = Json.object().put("message", "Request validation failed").put("code", "VALIDATION_ERROR");
        return details.isEmpty() ? Optional.empty() : Optional.of(Answer.json(400, body.set("details", details)));
    }

    static Optional<LocalDate> day(String text) {
        try {
            return Optional.ofNullable(text).map(LocalDate::parse);
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    // An explicit null is taken for an absent field.
    static JsonNode at(JsonNode body, String property) {
        JsonNode node = body.at("/" + property.replace('.', '/'));
        return node.isNull() ? node.path("absent") : node;
    }
}
