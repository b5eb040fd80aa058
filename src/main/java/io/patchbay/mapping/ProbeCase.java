package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A contract case about a lost answer: one probe asks after the other until one can tell, and what it finds is compared.
 *
 * @param files     of the case
 * @param exchanges with the provider
 */
record ProbeCase(CaseFiles files, Exchanges exchanges) {
    private static final String FILE = "outcome.json";
    private static final Set<String> OWED = Set.of("finding", "probe", "next", "candidates");
    private static final Set<String> OWN = Set.of("finding", "probe", "next", "candidates", "why");

    /** @param begun about the call that {@code command.json} names as lost */
    void play(Inquiry begun, JsonNode command, JsonNode outcome) throws IOException {
        String lost = command.path("lost").path("call").asText();
        if (!begun.lostCall().equals(lost)) {
            exchanges.problem("command.json", "/lost/call", "is " + lost + ", but the progress waits for '" + begun.lostCall() + "'");
        }
        Inquiry inquiry = begun;
        Finding finding = found(inquiry, owned(command));
        while (finding instanceof Finding.Unclear unclear && unclear.tryNext()) {
            inquiry = inquiry.nextProbe();
            finding = found(inquiry, owned(command));
        }
        compare(outcome, inquiry, finding);
        exchanges.over("the probes have found " + word(finding));
    }

    /** Null when no probe asks. */
    private Finding found(Inquiry inquiry, Set<String> owned) throws IOException {
        if (inquiry.probe().isEmpty()) {
            return null;
        }
        Walk walk = inquiry.walk();
        while (walk.next() instanceof Next.Send send && !(inquiry.repeats() && walk.answer().isPresent())) {
            walk = walk.answered(exchanges.answer(send));
        }
        Finding finding = inquiry.after(walk).finding();
        return finding instanceof Finding.Candidates candidates ? candidates.without(owned) : finding;
    }

    private void compare(JsonNode outcome, Inquiry inquiry, Finding finding) {
        JsonNode actual = tree(inquiry, finding);
        OWN.stream().sorted().filter(key -> OWED.contains(key) || outcome.has(key)).filter(key -> !outcome.path(key).equals(actual.path(key)))
                .forEach(key -> exchanges.problem(FILE, "/" + key, "expected " + outcome.path(key) + " but was " + actual.path(key)));
        ObjectNode rest = outcome instanceof ObjectNode object ? Trees.shallow(object).remove(OWN) : Trees.object();
        if (walk(finding) instanceof Walk walk && walk.next() instanceof Next.End end) {
            exchanges.problems().addAll(Difference.between(files.shown(FILE), rest, end));
        } else {
            rest.fieldNames().forEachRemaining(key -> exchanges.problem(FILE, "/" + key, "is no part of a finding that ends nothing"));
        }
    }

    private static ObjectNode tree(Inquiry inquiry, Finding finding) {
        ObjectNode tree = Trees.object().put("finding", word(finding));
        inquiry.probe().ifPresent(probe -> tree.put("probe", probe.mechanism()));
        if (finding instanceof Finding.Candidates candidates) {
            candidates.byProviderId().keySet().forEach(tree.putArray("candidates")::add);
        }
        if (finding instanceof Finding.Unclear unclear) {
            tree.put("why", unclear.why());
        }
        if (walk(finding) instanceof Walk walk) {
            next(tree, walk.next());
        }
        return tree;
    }

    private static void next(ObjectNode tree, Next next) {
        switch (next) {
            case Next.Send send -> tree.put("next", send.call().name());
            case Next.Reserve reserve -> tree.put("next", "reserve " + reserve.pool());
            case Next.End end -> { }
        }
    }

    private static Walk walk(Finding finding) {
        return switch (finding) {
            case Finding.Done done -> done.walk();
            case Finding.Told told -> told.walk();
            case null, default -> null;
        };
    }

    private static String word(Finding finding) {
        return switch (finding) {
            case Finding.Done done -> "done";
            case Finding.Told told -> "told";
            case Finding.Absent absent -> "absent";
            case Finding.Candidates candidates -> "ambiguous";
            case Finding.Unclear unclear -> "unclear";
            case null -> "none";
        };
    }

    private static Set<String> owned(JsonNode command) {
        Set<String> owned = new HashSet<>();
        command.path("owned").forEach(id -> owned.add(id.asText()));
        return owned;
    }
}
