package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** One written-down course of an operation: what is asked, what has to be sent, what comes back and what that has to mean. */
public final class ContractCase {
    private final UnitDirectories dirs;
    private final Path folder;

    ContractCase(UnitDirectories dirs, Path folder) {
        this.dirs = dirs;
        this.folder = folder;
    }

    /** {@code <operation>-<kind>[-<detail>]}, the name of its folder. */
    public String name() {
        return folder.getFileName().toString();
    }

    /** Plays the case without any network; every difference between what is written down and what happens. */
    public List<Problem> run(ProviderUnit unit) {
        return play(unit).problems();
    }

    /** Plays the case and keeps what there is to know of it. */
    Played play(ProviderUnit unit) {
        Playing playing = new Playing(new CaseFiles(dirs, folder), unit);
        Bell.silently(playing::play);
        return new Played(playing.problems(), playing.calls());
    }

    /**
     * A case that was played.
     *
     * @param calls those that it made
     */
    record Played(List<Problem> problems, Set<String> calls) {
    }

    /** One run of a case: the mutable part. */
    private static final class Playing {
        private final CaseFiles files;
        private final ProviderUnit unit;
        private final Exchanges exchanges;

        Playing(CaseFiles files, ProviderUnit unit) {
            this.files = files;
            this.unit = unit;
            this.exchanges = new Exchanges(files, unit);
        }

        List<Problem> problems() {
            return exchanges.problems();
        }

        Set<String> calls() {
            return exchanges.calls();
        }

        void play() {
            try {
                JsonNode command = files.json("command.json");
                JsonNode outcome = files.json("outcome.json");
                if (command.path("scrub").asBoolean()) {
                    scrub(outcome.path("scrubbed"));
                } else {
                    operate(command, outcome);
                }
            } catch (IOException | RuntimeException e) {
                exchanges.problem("", "", "cannot be played: " + e.getMessage());
            }
        }

        private void scrub(JsonNode expected) throws IOException {
            if (!expected.has("request") && !expected.has("response")) {
                exchanges.problem("outcome.json", "/scrubbed", "gives neither request nor response");
            }
            for (String side : List.of("request", "response")) {
                if (files.has(side + ".http") || expected.has(side)) {
                    HttpText wanted = HttpText.parse(expected.path(side).asText());
                    HttpText actual = HttpText.parse(files.text(side + ".http")).scrubbed(unit.scrubber());
                    problems().addAll(Difference.between(files.shown("outcome.json"), "/scrubbed/" + side, wanted, actual));
                }
            }
        }

        private void operate(JsonNode command, JsonNode outcome) throws IOException {
            if (command.path("operation").asText().equals(CaseName.VERIFY)) {
                verify(command, outcome);
                return;
            }
            CanonicalOperation operation = CanonicalOperation.of(command.path("operation").asText())
                    .orElseThrow(() -> new IllegalArgumentException("command.json names no canonical operation"));
            ObjectNode context = CaseContext.of(operation, command.path("context"), unit.sheet());
            if (command.has("lost")) {
                new ProbeCase(files, exchanges).play(inquiry(operation, context, command.path("lost")), command, outcome);
                return;
            }
            Next.End end = end(unit.walk(operation, context), new ItemStock(command.path("pool")));
            problems().addAll(Difference.between(files.shown("outcome.json"), outcome, end));
            exchanges.over("the operation has ended as " + end.verdict().outcome() + ", rule " + end.verdict().rule());
        }

        /** What its answer says counts, and not what can be read out of it. */
        private void verify(JsonNode command, JsonNode outcome) throws IOException {
            Walk walk = unit.verification(CaseContext.account(command.path("context").path("account"), unit.sheet()))
                    .orElseThrow(() -> new IllegalArgumentException("the sheet names no call under verify"));
            if (walk.next() instanceof Next.Send send) {
                walk = walk.answered(exchanges.answer(send));
            }
            Verdict meaning = walk.answer().or(walk::verdict).orElseThrow();
            problems().addAll(Difference.between(files.shown("outcome.json"), outcome, new Next.End(meaning, null, List.of())));
            exchanges.over("the call has been answered as " + meaning.outcome() + ", rule " + meaning.rule());
        }

        private Inquiry inquiry(CanonicalOperation operation, ObjectNode context, JsonNode lost) {
            ObjectNode progress = lost.path("progress") instanceof ObjectNode given ? given : Trees.object();
            return unit.inquire(operation, context, progress, SheetReader.duration(lost.path("age").asText()));
        }

        private Next.End end(Walk begun, ItemStock stock) throws IOException {
            Walk walk = begun;
            while (true) {
                switch (walk.next()) {
                    case Next.Send send -> walk = walk.answered(exchanges.answer(send));
                    case Next.End end -> {
                        return end;
                    }
                    case Next.Reserve reserve -> {
                        Next.End failed = reserve.item() == null && !stock.knows(reserve.pool()) ? restocked(walk, reserve.pool(), stock) : null;
                        if (failed != null) {
                            return failed;
                        }
                        String item = reserve.item() == null ? stock.take(reserve.pool()) : reserve.item();
                        walk = item == null ? walk.poolEmpty(reserve.pool()) : walk.reserved(reserve.pool(), item);
                    }
                }
            }
        }

        /** Asks page after page until a free item turns up; the end that stopped it, or null. */
        private Next.End restocked(Walk asking, String pool, ItemStock stock) throws IOException {
            JsonNode next = null;
            do {
                Next.End page = end(unit.restock(pool, asking, next), stock);
                if (page.result() == null) {
                    return page;
                }
                stock.add(pool, page.result().path("items"));
                next = page.result().get("next");
            } while (stock.isEmpty(pool) && Trees.present(next));
            return null;
        }
    }
}
