package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Telegent's numbers and SIM states. Every E.164 number is in the inventory unless it begins with <code>+1999</code>;
 * its id holds the number itself, so that ids stay valid over a reset.
 */
final class TelegentNumbers {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final String NOT_OURS = "+1999";
    private static final String PREFIX = "NID-";
    private static final int NUMBER_BITS = 50;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final long DISGUISE = 0x2A5C396B1D74EL;
    private static final Set<String> SIM_STATES = Set.of("Active", "Suspended", "Empty");

    private final Map<String, String> simStates = new HashMap<>();
    private final TelegentSubscriptions subscriptions;

    TelegentNumbers(TelegentSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    static Optional<String> idOf(String number) {
        boolean ours = E164.matcher(number).matches() && !number.startsWith(NOT_OURS);
        return ours ? Optional.of(PREFIX + uuid(number).toString().toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    private static UUID uuid(String number) {
        UUID hash = UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8));
        long hidden = Long.parseLong(number.substring(1)) ^ DISGUISE;
        return new UUID(hash.getMostSignificantBits(), hash.getLeastSignificantBits() & ~NUMBER_MASK | hidden);
    }

    /** The number behind an id of ours. */
    static Optional<String> numberOf(String id) {
        try {
            long hidden = UUID.fromString(id.substring(PREFIX.length())).getLeastSignificantBits() & NUMBER_MASK;
            return Optional.of("+" + (hidden ^ DISGUISE)).filter(number -> idOf(number).equals(Optional.of(id)));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException noId) {
            return Optional.empty();
        }
    }

    Answer details(Request request) {
        Optional<String> number = request.parameter("Number").or(() -> request.parameter("PhoneNumber"));
        Optional<String> iccid = request.parameter("ICCID");
        if (number.isEmpty() && iccid.isEmpty()) {
            return TelegentErrors.badRequest("one of Number, PhoneNumber and ICCID is wanted.");
        }
        // A plus sign that was not encoded arrives as a blank.
        if (number.isPresent() && !E164.matcher(number.get()).matches()) {
            return TelegentErrors.badRequest("the number must be in E.164 form with an encoded plus sign.");
        }
        return number.flatMap(TelegentNumbers::idOf).or(() -> iccid.flatMap(this::idWithSim))
                .map(id -> Answer.json(200, details(id))).orElseGet(TelegentErrors::notFound);
    }

    private Optional<String> idWithSim(String iccid) {
        return subscriptions.living().filter(one -> iccid.equals(one.get("ICCID")) && one.get("TNID") != null)
                .map(one -> one.get("TNID")).findFirst();
    }

    private ObjectNode details(String id) {
        Optional<TelegentSubscription> user = subscriptions.living().filter(one -> id.equals(one.get("TNID"))).findFirst();
        return Json.object().put("Number", numberOf(id).orElseThrow()).put("TNID", id).putNull("OrderId")
                .put("NumberType", "mvno").put("MessageEnabled", true).put("MessageType", "p2p").putNull("MessageRouteId")
                .put("VoiceEnabled", true).putNull("VoiceRouteId").put("Classification", "MVNO").put("Status", "Active")
                .put("OriginalDatePurchased", "01/02/2025")
                .put("AssignedSubscriberId", user.map(one -> one.get("SubscriberId")).orElse(null))
                .put("Iccid", user.map(one -> one.get("ICCID")).orElse(null)).putNull("Cnam").putNull("QrActivationLink")
                .put("SwapsRemaining", 3).putNull("NextSwapResetDate");
    }

    Answer updateSim(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        String state = body.hasNonNull("SimStatus") ? body.get("SimStatus").asText() : state(Json.text(body, "ICCID"));
        return TelegentErrors.missing(body, "ICCID").or(() -> SIM_STATES.contains(state) ? Optional.empty()
                        : Optional.of(TelegentErrors.badRequest("SimStatus must be one of Active, Suspended and Empty.")))
                .orElseGet(() -> enter(Json.text(body, "ICCID"), state));
    }

    Answer clearSim(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        return TelegentErrors.missing(body, "ICCID").orElseGet(() -> enter(Json.text(body, "ICCID"), "Empty"));
    }

    private Answer enter(String iccid, String state) {
        simStates.put(iccid, state);
        return Answer.json(200, Json.object().put("ICCID", iccid).put("SimStatus", state).put("Successful", true));
    }

    private String state(String iccid) {
        return simStates.getOrDefault(iccid, "Active");
    }

    boolean suspended(String iccid) {
        return "Suspended".equals(simStates.get(iccid));
    }

    void clear() {
        simStates.clear();
    }
}
