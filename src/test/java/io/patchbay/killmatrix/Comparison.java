package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Expectation.Must;
import io.patchbay.killmatrix.Recorded.Op;
import io.patchbay.killmatrix.Recorded.Sub;
import io.patchbay.killmatrix.Told.End;
import io.patchbay.killmatrix.Verdict.Failure;
import io.patchbay.killmatrix.Verdict.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds three accounts of the same events against each other: the resellers', the gateway's and the providers'. */
final class Comparison {

    private final Map<Story, List<Told>> stories = new LinkedHashMap<>();
    private final Map<String, Sub> byCustomer = new HashMap<>();
    private final Map<String, Op> operations;
    private final Recorded recorded;
    private final List<Held> held;
    private final Map<String, Long> delivered;
    private final List<Finding> findings = new ArrayList<>();

    /** @param delivered how often each text message was carried out */
    private Comparison(List<Told> told, Recorded recorded, List<Held> held, Map<String, Long> delivered) {
        told.forEach(one -> stories.computeIfAbsent(one.story(), story -> new ArrayList<>()).add(one));
        recorded.subscriptions().stream().filter(sub -> !sub.status().equals("FAILED")).forEach(sub -> byCustomer.put(sub.customer(), sub));
        this.operations = recorded.operations().stream().collect(Collectors.toMap(Op::id, Function.identity()));
        this.recorded = recorded;
        this.held = held;
        this.delivered = delivered;
    }

    static Verdict of(List<Told> told, Recorded recorded, List<Held> held, Map<String, Long> delivered) {
        Comparison comparison = new Comparison(told, recorded, held, delivered);
        comparison.findings.addAll(Ownership.findings(comparison.stories.keySet(), recorded, held));
        comparison.settling();
        comparison.stories.forEach(comparison::story);
        return new Verdict(List.copyOf(comparison.findings));
    }

    private void found(Failure failure, String what, Object... evidence) {
        findings.add(Finding.of(failure, what, evidence));
    }

    private void settling() {
        recorded.operations().stream().filter(op -> !op.isSettled())
                .forEach(op -> found(Failure.UNSETTLED, "an operation did not come to its end", op, heldFor(op)));
        recorded.subscriptions().stream().filter(sub -> sub.openOperation() != null)
                .filter(sub -> isOver(operations.get(sub.openOperation())))
                .forEach(sub -> found(Failure.UNSETTLED, "a subscription waits for an operation that is over", sub));
    }

    /** What waits for a person is not over, also where nobody else could say. */
    private static boolean isOver(Op op) {
        return op == null || op.isSettled() && !op.state().equals("NEEDS_ATTENTION");
    }

    private List<Held> heldFor(Op op) {
        return held.stream().filter(one -> op.subscription().equals(one.mark())).toList();
    }

    // What was told, story by story.

    private void story(Story story, List<Told> told) {
        List<Told> known = told.stream().map(this::asTheGatewaySaysNow).toList();
        known.forEach(this::answers);
        Sub sub = byCustomer.get(story.customer());
        Held one = sub == null || sub.providerId() == null ? null
                : held.stream().filter(there -> there.id().equals(sub.providerId())).findFirst().orElse(null);
        if (sub == null && known.stream().anyMatch(each -> each.end() == End.DONE)) {
            found(Failure.LOST, "told done, and the gateway has no record", evidence(known));
        }
        state(story, known, sub, one);
        messages(story, known);
    }

    /** A reseller who stopped asking would by now be told what the operation says. */
    private Told asTheGatewaySaysNow(Told one) {
        Op op = one.end() != End.OPEN || one.operations().isEmpty() ? null : operations.get(one.operations().getLast());
        End end = op == null ? one.end() : switch (op.state()) {
            case "SUCCEEDED" -> End.DONE;
            case "REJECTED" -> End.REFUSED;
            default -> End.OPEN;
        };
        return new Told(one.story(), one.step(), end, one.subscription(), one.heard(), one.operations(), one.vanished());
    }

    private void answers(Told one) {
        one.vanished().forEach(operation -> found(Failure.LOST, "an operation that was promised is gone: " + one.what(), operation, one.heard()));
        one.operations().stream().filter(operation -> !operations.containsKey(operation) && !one.vanished().contains(operation))
                .forEach(operation -> found(Failure.LOST, "an operation that was promised is gone: " + one.what(), operation, one.heard()));
        one.heard().stream().filter(heard -> heard.status() >= 500 && heard.status() != 503)
                .forEach(heard -> found(Failure.WRONGLY_ANSWERED, "a fault of the gateway: " + one.what(), heard, heard.body()));
        if (one.end() == End.OPEN && one.operations().isEmpty()) {
            found(Failure.UNSETTLED, "no definite answer in all that time: " + one.what(), one.heard());
        }
        if (one.step().keyed()) {
            replays(one);
        }
    }

    /** Once the outcome was told, the same key gives the same bytes. */
    private void replays(Told one) {
        Heard first = one.heard().stream().filter(Heard::isKept).findFirst().orElse(null);
        if (first != null) {
            one.heard().subList(one.heard().indexOf(first) + 1, one.heard().size()).stream()
                    .filter(later -> !later.saysNothing() && (later.status() != first.status() || !Objects.equals(later.body(), first.body())))
                    .forEach(later -> found(Failure.WRONGLY_ANSWERED, "another answer under the same key: " + one.what(),
                            first, first.body(), later, later.body()));
        }
    }

    private void state(Story story, List<Told> told, Sub sub, Held one) {
        Expectation must = Expectation.of(told);
        if (must.made().isBrokenBy(one != null)) {
            boolean open = told.stream().anyMatch(each -> each.end() == End.OPEN || each.end() == End.NEEDS_ATTENTION);
            if (must.made() == Must.YES || !open) {
                found(must.made() == Must.YES ? Failure.LOST : Failure.WRONGLY_ANSWERED, what(must.made(), "made", story), evidence(told), sub, one);
            }
            return;
        }
        if (one != null) {
            check(must.equipped(), one.equipped(), "activated", story, told, sub, one);
            check(must.cancelled(), one.cancelled(), "cancelled", story, told, sub, one);
            if (!one.deleted() && story.provider() != Provider.CONNECT) {
                check(must.suspended(), one.suspended(), "suspended", story, told, sub, one);
            }
            contradictions(told, sub, one);
        }
    }

    private void check(Must must, boolean fact, String word, Story story, List<Told> told, Sub sub, Held one) {
        if (must.isBrokenBy(fact)) {
            found(must == Must.YES ? Failure.LOST : Failure.WRONGLY_ANSWERED, what(must, word, story), evidence(told), sub, one);
        }
    }

    private static String what(Must must, String word, Story story) {
        return "story " + story.number() + " at " + story.provider().word()
                + (must == Must.YES ? ": told it was " + word + ", and it is not" : ": it is " + word + ", which the reseller was not told");
    }

    /** The gateway's record, and the answers that showed it, against what is there. */
    private void contradictions(List<Told> told, Sub sub, Held one) {
        if (sub.status().equals("CANCELLED") && !one.cancelled() || one.deleted() && !sub.status().equals("CANCELLED") && sub.openOperation() == null
                && told.stream().allMatch(each -> each.end() == End.DONE)) {
            found(Failure.WRONGLY_ANSWERED, "the gateway's record contradicts the provider", sub, one);
        }
        told.stream().flatMap(each -> each.heard().stream()).filter(Heard::isSuccess).forEach(heard -> {
            String id = Http.json(heard.body()).at("/provider/subscriptionId").asText(null);
            String iccid = Http.json(heard.body()).at("/sim/iccid").asText(null);
            if (id != null && !id.equals(one.id()) || id != null && iccid != null && one.iccid() != null && !iccid.equals(one.iccid())) {
                found(Failure.WRONGLY_ANSWERED, "an answer names another subscription or SIM than the provider holds", heard, heard.body(), one);
            }
        });
    }

    private void messages(Story story, List<Told> told) {
        long times = delivered.getOrDefault(story.message(), 0L);
        told.stream().filter(one -> one.step().act() == Act.SEND_SMS).forEach(one -> {
            if (times > 1) {
                found(Failure.DUPLICATED, "a message was sent " + times + " times: " + one.what(), evidence(told));
            } else if (one.end() == End.DONE && times == 0) {
                found(Failure.LOST, "a message was not sent: " + one.what(), evidence(told));
            } else if (one.end() == End.REFUSED && times > 0) {
                found(Failure.WRONGLY_ANSWERED, "a message was sent that was called refused: " + one.what(), evidence(told));
            }
        });
    }

    private static List<String> evidence(List<Told> told) {
        return told.stream().map(Told::account).toList();
    }
}
