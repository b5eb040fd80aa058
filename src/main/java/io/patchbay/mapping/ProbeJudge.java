package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides what the answers to a probe say about the call whose own answer was lost. Whatever does not fit says nothing.
 *
 * @param lost  the operation's walk, waiting for the lost call
 * @param probe the one that asked
 * @param more  whether another probe follows
 */
record ProbeJudge(Walk lost, Probe probe, boolean more) {

    /** @param asked the probe's walk at its End; for a repeat, the operation's walk after the answer to it */
    Finding judge(Walk asked) {
        try {
            return probe.repeats() ? repeated(asked, asked.answer().orElseThrow()) : looked(asked, ((Next.End) asked.next()).verdict());
        } catch (Unmappable e) {
            Bell.ring("{}: the probe {} of {} cannot be understood, {}: the operation stays unknown; correct provider.yaml",
                    lost.course().unit().sheet().name(), probe.mechanism(), lostCall(), e.getMessage());
            return unclear(e.getMessage());
        }
    }

    /** A refused repeat speaks of the repeat only; it is believed when there is nothing else to ask. */
    private Finding repeated(Walk asked, Verdict answer) {
        return switch (answer.outcome()) {
            case SUCCEEDED -> new Finding.Told(asked);
            case REJECTED -> more ? unclear("The repeat was refused by rule " + answer.rule() + ".") : new Finding.Told(asked);
            default -> unanswered(answer);
        };
    }

    private Finding looked(Walk asked, Verdict verdict) {
        if (verdict.isAbsence() && !probe.lists()) {
            return found(NullNode.getInstance());
        }
        if (!verdict.succeeded()) {
            return unanswered(verdict);
        }
        JsonNode output = asked.reached().steps().path(probe.call());
        return probe.lists() ? matching(output.path("items")) : found(output);
    }

    private Finding found(JsonNode found) {
        ObjectNode view = view("found", found);
        boolean done = mappings().holds(probe.done(), view);
        boolean absent = mappings().holds(probe.absent(), view);
        if (done == absent) {
            return unclear(done ? "What was found says both done and not done." : "What was found says neither done nor not done.");
        }
        return done ? new Finding.Done(standing(view, found)) : new Finding.Absent();
    }

    /** One item that cannot be read may be the very one, so then the list as a whole says nothing. */
    private Finding matching(JsonNode items) {
        if (Trees.present(items) && !items.isArray()) {
            throw new Unmappable("the list has no items");
        }
        Map<String, Finding.Done> candidates = new LinkedHashMap<>();
        for (JsonNode item : items) {
            ObjectNode view = view("candidate", item);
            if (mappings().holds(probe.match(), view)) {
                candidates.put(id(item), new Finding.Done(standing(view, item)));
            }
        }
        return new Finding.Candidates(candidates);
    }

    private static String id(JsonNode item) {
        String id = Trees.text(item, "providerSubscriptionId");
        if (id == null || id.isEmpty()) {
            throw new Unmappable("an item of the list fits but has no providerSubscriptionId");
        }
        return id;
    }

    /** The operation's walk with the lost call behind it. */
    private Walk standing(ObjectNode view, JsonNode found) {
        JsonNode output = probe.result() == null ? found : mappings().value(probe.result(), view);
        if (!(output instanceof ObjectNode object)) {
            throw new Unmappable("the result gives no object");
        }
        Walk walk = lost.standing(lostCall(), probe.rule(), object);
        if (walk.next() instanceof Next.End end && end.verdict().isUnmappableAnswer()) {
            throw new Unmappable("the result does not fit");
        }
        return walk;
    }

    /** Whoever asks for less is not asked something else at once. */
    private Finding unanswered(Verdict verdict) {
        return new Finding.Unclear("The answer is " + verdict.outcome() + ", rule " + verdict.rule() + ".",
                more && verdict.outcome() != OutcomeClass.THROTTLED);
    }

    private Finding unclear(String why) {
        return new Finding.Unclear(why, more);
    }

    private ObjectNode view(String name, JsonNode found) {
        return lost.view().set(name, found);
    }

    private Mappings mappings() {
        return lost.course().unit().mappings();
    }

    private String lostCall() {
        return ((Next.Send) lost.next()).call().name();
    }
}
