package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** One subscription at TelliSIM. Its packages follow from its plan, its period and the time; only suspending is remembered. */
final class TellisimSubscription {

    final String id = UUID.randomUUID().toString();
    final TellisimSim sim;
    private final TellisimPlan plan;
    private final String metadata;
    private final TellisimPeriod period;
    private final Instant createdAt;
    private final Set<String> suspended = new HashSet<>();
    private Instant firstUse;
    private boolean deleted;

    TellisimSubscription(TellisimSim sim, TellisimPlan plan, String metadata, TellisimPeriod period, Instant now) {
        this.sim = sim;
        this.plan = plan;
        this.metadata = metadata;
        this.period = period;
        this.createdAt = now;
    }

    void firstUse(Instant now) {
        firstUse = firstUse == null ? now : firstUse;
    }

    Instant firstUse() {
        return firstUse;
    }

    void suspend(String attachmentId) {
        suspended.add(attachmentId);
    }

    void delete() {
        deleted = true;
    }

    /** The packages that exist by now, oldest first. */
    List<TellisimAttachment> attachments(Instant now) {
        return switch (period) {
            case TellisimPeriod.Window(Instant start, Instant end) when !plan.recurring() ->
                    List.of(attachment(0, createdAt, start, end, now));
            case TellisimPeriod.Window(Instant start, Instant _) -> packages(start, now);
            case TellisimPeriod.FirstUse _ when firstUse == null -> List.of(attachment(0, createdAt, null, null, now));
            case TellisimPeriod.FirstUse _ -> packages(firstUse, now);
            case TellisimPeriod.Refused _ -> List.of();
        };
    }

    private List<TellisimAttachment> packages(Instant first, Instant now) {
        return IntStream.range(0, plan.months())
                .filter(index -> !now.isBefore(madeAt(index, first)))
                .mapToObj(index -> {
                    Instant start = plan.startOf(index, first);
                    return attachment(index, madeAt(index, first), start, plan.end(start), now);
                }).toList();
    }

    // The first package is made at once, or 12 hours ahead where its start is further away than that.
    private Instant madeAt(int index, Instant first) {
        Instant early = first.minus(TellisimPeriod.AHEAD);
        return index > 0 ? plan.startOf(index, first) : early.isAfter(createdAt) ? early : createdAt;
    }

    private TellisimAttachment attachment(int index, Instant madeAt, Instant start, Instant end, Instant now) {
        String attachmentId = UUID.nameUUIDFromBytes((id + index).getBytes(StandardCharsets.UTF_8)).toString();
        TellisimAttachment.State state = suspended.contains(attachmentId) ? TellisimAttachment.State.SUSPENDED
                : TellisimAttachment.stateOf(start, end, now);
        return new TellisimAttachment(attachmentId, madeAt, start, end, state, plan);
    }

    /** The answer to the create call: flat, its SIM under another name, its times only where a period was asked for. */
    ObjectNode created() {
        ObjectNode json = Json.object().put("subscription_id", id).put("created_at", TellisimSim.time(createdAt));
        if (period instanceof TellisimPeriod.Window(Instant start, Instant end)) {
            json.put("activation_at", start.toString()).put("expiration_at", end == null ? null : end.toString());
        }
        return json.put("metadata", metadata).set("esimdata", sim.embedded(sim.label.lower()));
    }

    ObjectNode json(String label) {
        return Json.object().put("subscription_id", id).put("created_at", TellisimSim.time(createdAt))
                .put("metadata", metadata).set("esim", sim.embedded(label));
    }

    GroundTruth truth(Instant now) {
        return new GroundTruth(id, status(now), metadata, plan.id(), null, sim.iccid, null, createdAt, deleted,
                json(sim.label.lower()));
    }

    private String status(Instant now) {
        List<TellisimAttachment.State> states = attachments(now).stream().map(TellisimAttachment::state).toList();
        if (deleted || states.contains(TellisimAttachment.State.ACTIVE)) {
            return deleted ? "DELETED" : "ACTIVE";
        }
        boolean waiting = states.isEmpty() || states.contains(TellisimAttachment.State.CREATED)
                || states.contains(TellisimAttachment.State.PENDING_FOR_FIRST_USE);
        return waiting ? "PENDING" : states.getLast().name();
    }
}
