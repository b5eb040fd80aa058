package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Recorded.Op;
import io.patchbay.killmatrix.Recorded.Sub;
import io.patchbay.killmatrix.Verdict.Failure;
import io.patchbay.killmatrix.Verdict.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds what was scheduled against what became of it: every activation exactly once, by the gateway's own record, by what it answers and by
 * what the providers hold.
 */
final class OnceEach {

    private final Recorded recorded;
    private final List<Held> held;
    private final Map<String, List<Op>> activations = new HashMap<>();
    private final Map<String, Held> byId = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private OnceEach(Recorded recorded, List<Held> held) {
        this.recorded = recorded;
        this.held = held;
        recorded.operations().stream().filter(op -> op.kind().equals(Act.ACTIVATE.word()))
                .forEach(op -> activations.computeIfAbsent(op.subscription(), id -> new ArrayList<>()).add(op));
        held.forEach(one -> byId.put(one.id(), one));
    }

    /**
     * @param scheduled what was ordered, and the subscription it was answered with
     * @param shown     what the gateway answers when it is asked for each of them
     * @param due       what is still promised of them
     */
    static Verdict of(Map<Story, String> scheduled, Map<String, Sub> shown, Recorded recorded, List<Held> held, Collection<String> due) {
        OnceEach comparison = new OnceEach(recorded, held);
        comparison.findings.addAll(Ownership.findings(scheduled.keySet(), recorded, held));
        comparison.settling(due);
        scheduled.forEach((story, id) -> comparison.once(story, id, shown.get(id)));
        return new Verdict(List.copyOf(comparison.findings));
    }

    private void found(Failure failure, String what, Object... evidence) {
        findings.add(Finding.of(failure, what, evidence));
    }

    private void settling(Collection<String> due) {
        due.forEach(id -> found(Failure.UNSETTLED, "its activation is still due", id));
        recorded.operations().stream().filter(op -> !op.isSettled()).forEach(op -> found(Failure.UNSETTLED, "an operation did not come to its end", op));
        recorded.subscriptions().stream().filter(sub -> sub.openOperation() != null)
                .forEach(sub -> found(Failure.UNSETTLED, "a subscription waits for an operation", sub));
    }

    private void once(Story story, String id, Sub shown) {
        List<Op> all = activations.getOrDefault(id, List.of());
        long carried = all.stream().filter(op -> op.state().equals("SUCCEEDED")).count();
        if (carried != 1) {
            found(carried == 0 ? Failure.LOST : Failure.DUPLICATED, "activated " + carried + " times: story " + story.number(), all, shown);
        }
        if (shown == null) {
            found(Failure.LOST, "the gateway does not show what was scheduled: story " + story.number(), id);
        } else {
            agreement(story, shown, byId.get(shown.providerId()));
        }
    }

    private void agreement(Story story, Sub shown, Held one) {
        if (one == null || !one.equipped() || one.deleted() || one.cancelled() || one.suspended()) {
            found(Failure.LOST, "no provider holds it active: story " + story.number(), shown, one);
        } else if (!shown.status().equals(status(story.provider())) || !Objects.equals(one.iccid(), shown.iccid())) {
            found(Failure.WRONGLY_ANSWERED, "the gateway shows another state or SIM than the provider: story " + story.number(), shown, one);
        }
    }

    /** TelliSIM's plan starts when the SIM is first used, which nobody does here. */
    private static String status(Provider provider) {
        return provider == Provider.TELLISIM ? "PENDING" : "ACTIVATED";
    }
}
