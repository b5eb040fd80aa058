package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/** A SIM in TelliSIM's stock: an eSIM, or a physical one that somebody named. */
final class TellisimSim {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    final String iccid;
    final TellisimLabel label;
    final boolean esim;
    private final Instant createdAt;
    private boolean used;
    private Instant installedAt;

    TellisimSim(String iccid, TellisimLabel label, boolean esim, Instant now) {
        this.iccid = iccid;
        this.label = label;
        this.esim = esim;
        this.createdAt = now;
    }

    /** TelliSIM's creation times: milliseconds, always three digits. */
    static String time(Instant instant) {
        return instant == null ? null : MILLIS.format(instant);
    }

    boolean used() {
        return used;
    }

    void use(boolean inUse) {
        used = inUse;
    }

    boolean installed() {
        return installedAt != null;
    }

    void install(Instant now) {
        installedAt = esim && installedAt == null ? now : installedAt;
    }

    String lpa() {
        return esim ? "LPA:1$sandbox.tellisim.example$" + hash().toString().replace("-", "").toUpperCase(Locale.ROOT) : null;
    }

    private UUID hash() {
        return UUID.nameUUIDFromBytes(iccid.getBytes(StandardCharsets.UTF_8));
    }

    /** As part of a subscription. */
    ObjectNode embedded(String labelText) {
        return Json.object().put("esim_id", hash().toString()).put("iccid", iccid).put("lpa_string", lpa())
                .put("label", labelText);
    }

    ObjectNode json() {
        return Json.object().put("iccid", iccid).put("label", label.spelling()).put("lpa", lpa()).put("used", used)
                .put("esim_id", hash().toString()).put("created_at", time(createdAt)).put("is_esim", esim);
    }

    ObjectNode smdpInfo() {
        ObjectNode info = Json.object().put("iccid", iccid);
        ArrayNode history = info.putArray("state_history");
        if (!installed()) {
            return info;
        }
        history.addObject().put("state", "BPP Installation").put("modification_result", "SUCCESS")
                .put("modified_at", time(installedAt));
        return info.put("current_status", "BPP Installation");
    }
}
