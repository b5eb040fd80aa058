package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Recorded.Op;
import io.patchbay.killmatrix.Recorded.Sub;
import io.patchbay.killmatrix.Verdict.Failure;
import io.patchbay.killmatrix.Verdict.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every subscription at a provider belongs to exactly one of ours, and every one of ours is there. */
final class Ownership {

    private final Collection<Story> stories;
    private final Recorded recorded;
    private final List<Held> held;
    private final List<Finding> findings = new ArrayList<>();

    private Ownership(Collection<Story> stories, Recorded recorded, List<Held> held) {
        this.stories = stories;
        this.recorded = recorded;
        this.held = held;
    }

    static List<Finding> findings(Collection<Story> stories, Recorded recorded, List<Held> held) {
        Ownership ownership = new Ownership(stories, recorded, held);
        ownership.everybody();
        return ownership.findings;
    }

    private void found(Failure failure, String what, Object... evidence) {
        findings.add(Finding.of(failure, what, evidence));
    }

    private void everybody() {
        Map<String, List<Sub>> owners = recorded.subscriptions().stream().filter(sub -> sub.providerId() != null)
                .collect(Collectors.groupingBy(Sub::providerId));
        owners.values().stream().filter(all -> all.size() > 1)
                .forEach(all -> found(Failure.DUPLICATED, "two subscriptions point to one at the provider", all));
        recorded.subscriptions().stream().filter(sub -> !sub.status().equals("FAILED"))
                .collect(Collectors.groupingBy(Sub::customer)).values().stream().filter(all -> all.size() > 1)
                .forEach(all -> found(Failure.DUPLICATED, "one order was taken twice", all));
        held.stream().filter(one -> !owners.containsKey(one.id())).forEach(this::orphan);
        Map<String, Held> byId = held.stream().collect(Collectors.toMap(Held::id, Function.identity()));
        owners.values().stream().map(List::getFirst).filter(sub -> !byId.containsKey(sub.providerId()))
                .forEach(sub -> found(Failure.LOST, "the provider does not know what the gateway points to", sub));
        shared(held.stream().filter(one -> one.mark() != null && !one.mark().isEmpty()).toList(), Held::mark, "one order was made twice");
        shared(held.stream().filter(one -> !one.deleted() && one.iccid() != null).toList(), Held::iccid, "one SIM carries two subscriptions");
        shared(held.stream().filter(one -> one.subscriber() != null && one.provider() == Provider.TELEGENT).toList(), Held::subscriber,
                "one subscriber was given two subscriptions");
    }

    private void shared(List<Held> all, Function<Held, String> thing, String what) {
        all.stream().collect(Collectors.groupingBy(one -> one.provider() + thing.apply(one))).values().stream()
                .filter(several -> several.size() > 1).forEach(several -> found(Failure.DUPLICATED, what, several));
    }

    private void orphan(Held one) {
        Sub owner = recorded.subscriptions().stream().filter(sub -> sub.id().equals(one.mark()) || orderedBy(sub, one)).findFirst().orElse(null);
        List<Op> about = owner == null ? List.of() : recorded.operations().stream().filter(op -> op.subscription().equals(owner.id())).toList();
        boolean refused = owner != null && owner.status().equals("FAILED");
        boolean open = owner != null && owner.providerId() == null && about.stream().anyMatch(op -> !op.isSettled());
        if (!open) {
            found(refused ? Failure.WRONGLY_ANSWERED : Failure.DUPLICATED,
                    refused ? "refused, but the provider made it" : "nobody points to what the provider holds", one, owner, about);
        }
    }

    /** A provider that keeps no mark is given a SIM that only one story names. */
    private boolean orderedBy(Sub sub, Held one) {
        boolean unmarked = one.provider() == Provider.TELEGENT && sub.provider() == Provider.TELEGENT && sub.providerId() == null;
        return unmarked && stories.stream().filter(story -> story.customer().equals(sub.customer()))
                .anyMatch(story -> story.namesSim() ? story.iccid().equals(one.iccid()) : one.iccid() == null);
    }
}
