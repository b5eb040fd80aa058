package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One subscription at Telegent: the record as the API shows it, and what the API does not say. */
final class TelegentSubscription {

    private static final List<String> FIELDS = List.of("SubscriberId", "TNID", "ICCID", "PackageId", "Type");

    final String id = "SUB-" + UUID.randomUUID();
    private final Instant createdAt;
    private final ObjectNode fields = Json.object();
    private boolean active = true;
    private boolean deleted;

    TelegentSubscription(ObjectNode body, Instant now) {
        this.createdAt = now;
        update(body);
    }

    /** Takes over the fields that are given and keeps the others. */
    void update(ObjectNode body) {
        FIELDS.stream().filter(name -> body.path(name).isTextual()).forEach(name -> fields.set(name, body.get(name)));
    }

    void deactivate() {
        active = false;
    }

    void delete() {
        active = false;
        deleted = true;
    }

    String get(String field) {
        return Json.text(fields, field);
    }

    boolean active() {
        return active;
    }

    boolean deleted() {
        return deleted;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("SubscriptionId", id);
        FIELDS.forEach(name -> json.put(name, get(name)));
        return json.put("Active", active);
    }

    GroundTruth truth(String msisdn, boolean suspended) {
        String status = deleted ? "DELETED" : !active ? "INACTIVE" : suspended ? "SUSPENDED" : "ACTIVE";
        return new GroundTruth(id, status, null, get("PackageId"), msisdn, get("ICCID"), get("SubscriberId"),
                createdAt, deleted, json());
    }
}
