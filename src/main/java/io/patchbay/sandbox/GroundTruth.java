package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What the provider really holds, in one shape for all providers, with the native object as <code>record</code>. */
record GroundTruth(String id, String status, String reference, String plan, String msisdn, String iccid,
                   String subscriber, Instant createdAt, boolean deleted, ObjectNode record) {

    ObjectNode json() {
        ObjectNode json = Json.object().put("id", id).put("status", status).put("reference", reference)
                .put("plan", plan).put("msisdn", msisdn).put("iccid", iccid).put("subscriber", subscriber)
                .put("createdAt", createdAt.toString()).put("deleted", deleted)
                // No provider folds two creates into one record, so a doubled create shows as two records.
                .put("creates", 1);
        return json.set("record", record);
    }
}
