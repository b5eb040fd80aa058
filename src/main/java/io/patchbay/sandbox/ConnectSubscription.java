package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One subscription at Connect. What was scheduled happens when somebody looks and the time has come. */
final class ConnectSubscription {

    enum Status { PENDING, ACTIVATED, BLOCKED, CANCELLED, PAUSED }

    final String id = UUID.randomUUID().toString();
    final ConnectCatalogue.Offering offering;
    final List<ConnectAddon> addons = new ArrayList<>();
    private final ObjectNode described;
    private final Instant createdAt;
    private Instant updatedAt;
    private Status status = Status.PENDING;
    private String msisdn;
    private ObjectNode sim;
    private JsonNode porting;
    private Instant activatesAt;
    private Instant activatedAt;
    private LocalDate cancelsOn;
    private Instant cancelledAt;

    /** @param described what the creator said and the provider only keeps: customer, subscriber, referenceId, metadata … */
    ConnectSubscription(ConnectCatalogue.Offering offering, ObjectNode described, Instant now) {
        this.offering = offering;
        this.described = described;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** Carries out what has become due, the earlier first. */
    void catchUp(Instant now) {
        Instant end = cancelsOn == null ? Instant.MAX : startOf(cancelsOn);
        if (activatesAt != null && activatesAt.isBefore(end) && !now.isBefore(activatesAt)) {
            enter(Status.ACTIVATED, activatesAt);
        }
        if (!now.isBefore(end)) {
            // A cancellation for today takes effect when it is ordered, not before the subscription was made.
            enter(Status.CANCELLED, end.isBefore(updatedAt) ? updatedAt : end);
        }
    }

    /** Puts the subscription into a state at once; whatever was to lead to an activation is off. */
    void enter(Status next, Instant at) {
        status = next;
        activatesAt = null;
        updatedAt = at;
        if (next == Status.ACTIVATED) {
            activatedAt = at;
        }
        if (next == Status.CANCELLED) {
            cancelledAt = at;
            cancelsOn = null;
        }
    }

    void equip(String number, ObjectNode card, JsonNode port, Instant activation, Instant now) {
        msisdn = number;
        sim = card;
        porting = port;
        activatesAt = activation;
        updatedAt = now;
    }

    void cancelOn(LocalDate day, Instant now) {
        cancelsOn = day;
        updatedAt = now;
    }

    Status status() {
        return status;
    }

    String reference() {
        return Json.text(described, "referenceId");
    }

    boolean isEsim() {
        return sim != null && sim.path("esim").booleanValue();
    }

    String iccid() {
        return sim == null ? null : Json.text(sim, "iccid");
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant activatedAt() {
        return activatedAt;
    }

    JsonNode metadata() {
        return described.path("metadata");
    }

    GroundTruth truth() {
        return new GroundTruth(id, status.name(), reference(), offering.id(), msisdn, iccid(),
                described.path("subscriber").path("subscriberId").textValue(), createdAt, status == Status.CANCELLED, json());
    }

    /** The object as the API shows it; what has no value is left out. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("subscriptionId", id).put("status", status.name()).put("type", "CELL");
        text(json, "display", msisdn);
        text(json, "msisdn", msisdn);
        if (sim != null) {
            json.set("sim", sim);
        }
        time(json, "activatedAt", activatedAt);
        time(json, "createdAt", createdAt);
        time(json, "updatedAt", updatedAt);
        json.setAll(described);
        json.set("productOffering", ConnectCatalogue.embedded(offering));
        pending(json);
        time(json, "cancelledAt", cancelledAt);
        return json;
    }

    private void pending(ObjectNode json) {
        if (cancelsOn != null) {
            json.putObject("pendingStatus").put("status", "CANCELLED").put("scheduledAt", cancelsOn.toString());
        } else if (activatesAt != null) {
            json.putObject("pendingStatus").put("status", "ACTIVATED").put("scheduledAt", dayOf(activatesAt).toString());
        }
        if (porting != null && activatedAt == null) {
            json.putObject("porting").put("status", "PENDING").put("direction", "INBOUND");
        }
    }

    /** The in-porting object, or null where no number is ported in. */
    ObjectNode porting() {
        if (porting == null) {
            return null;
        }
        ObjectNode json = Json.object().put("msisdn", msisdn).put("direction", "INBOUND")
                .put("status", activatedAt == null ? "PENDING" : "COMPLETED");
        time(json, "createdAt", createdAt);
        return json.set("details", porting.path("details").isObject() ? porting.get("details") : Json.object());
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static LocalDate dayOf(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static void text(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    static void time(ObjectNode json, String name, Instant value) {
        text(json, name, value == null ? null : value.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
