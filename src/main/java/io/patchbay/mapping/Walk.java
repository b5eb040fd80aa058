package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One operation on its way through its steps. Immutable and free of I/O: every event gives the next walk, so the caller can write down
 * {@link #progress()} between any two events and go on elsewhere with {@link ProviderUnit#resume}.
 */
public final class Walk {
    private static final int MOST_PAGES = 400;

    private final Course course;
    private final ObjectNode context;
    private final Progress progress;
    private final Next next;
    /** What the request mapping gave, for the response mapping; null unless something is to be sent. */
    private final JsonNode request;
    /** What the answer that led here means by itself; null when no answer did. */
    private final Verdict answer;

    private Walk(Course course, ObjectNode context, Progress progress, Next next, JsonNode request, Verdict answer) {
        this.course = course;
        this.context = context;
        this.progress = progress;
        this.next = next;
        this.request = request;
        this.answer = answer;
    }

    /** The walk at this point, with the steps whose condition does not hold left behind. */
    static Walk at(Course course, ObjectNode context, Progress from) {
        Progress here = from;
        try {
            for (; here.position() < course.steps().size(); here = here.skipped()) {
                Optional<Halt> halt = Halt.at(course, context, here);
                if (halt.isPresent()) {
                    return new Walk(course, context, here, halt.get().next(), halt.get().request(), null);
                }
            }
            return new Walk(course, context, here, new Arrival(course, context, here).end(), null, null);
        } catch (Unmappable e) {
            return ended(course, context, here, course.unmappableRequest(here, e.getMessage()));
        }
    }

    /** As it was written down, whatever has become of the steps around the one it stood at. */
    static Walk resumed(Course course, ObjectNode context, ObjectNode tree) {
        Progress known = Progress.of(tree);
        String step = Trees.text(tree, "at");
        OptionalInt place = step == null ? OptionalInt.of(known.position()) : course.placeOf(step, known.position());
        return place.isPresent() ? at(course, context, known.movedTo(place.getAsInt()))
                : ended(course, context, known, Verdict.of(OutcomeClass.UNKNOWN, BuiltInRules.STEP_GONE, "The unit has no step " + step + " any more."));
    }

    /** Back behind the last call that changed something: what was only read may be true no more after a long wait. */
    public Walk rewound() {
        int from = course.behindLastChange(progress);
        return at(course, context, progress.rewoundTo(from, course.callsBefore(from)));
    }

    static Walk ended(Course course, ObjectNode context, Progress here, Verdict verdict) {
        return new Walk(course, context, here, Halt.ended(verdict).next(), null, null);
    }

    /** What has to happen now; the same answer each time. */
    public Next next() {
        return next;
    }

    /** After {@link Next.Reserve}: this item is ours. */
    public Walk reserved(String pool, String item) {
        expected(Next.Reserve.class);
        return at(course, context, progress.holding(pool, item));
    }

    /** After {@link Next.Reserve}: there is none left, or the one that was wanted is taken. Ends the operation as REJECTED. */
    public Walk poolEmpty(String pool) {
        Next.Reserve asked = expected(Next.Reserve.class);
        String message = asked.item() == null ? "No free " + pool + " is left for this plan." : "The " + pool + " that was given is not free.";
        return ended(course, context, progress,
                Verdict.rejected("pool-empty:" + pool, new Refusal("no-free-" + pool, asked.item() == null ? null : wanted(), message, List.of())));
    }

    /** The field of the request that named the item, where the sheet takes it straight from there. */
    private String wanted() {
        return course.steps().get(progress.position()) instanceof Step.Reserve reserve && reserve.item().matches("\\.command(\\.\\w+)+")
                ? reserve.item().substring(".command".length()).replace('.', '/') : null;
    }

    /** After {@link Next.Send}: this came back. */
    public Walk answered(ProviderAnswer answer) {
        Next.Send sent = expected(Next.Send.class);
        return switch (answer) {
            case ProviderAnswer.NotAnswered lost -> endedBy(course.unit().judge().judge(lost));
            case ProviderAnswer.Withheld withheld -> endedBy(course.unit().judge().judge(withheld));
            case ProviderAnswer.Answered given -> answered(sent.call(), AnswerTree.of(given));
        };
    }

    /** Enough to go on after a crash; holds outputs of mappings, never a secret. */
    public ObjectNode progress() {
        ObjectNode tree = progress.tree();
        course.stepAt(progress.position()).ifPresent(step -> tree.put("at", step));
        return tree;
    }

    /** The verdict the walk ended with, else that of the last call that was answered. */
    public Optional<Verdict> verdict() {
        if (next instanceof Next.End end) {
            return Optional.of(end.verdict());
        }
        return Optional.ofNullable(progress.rule()).map(rule -> Verdict.of(OutcomeClass.SUCCEEDED, rule, null));
    }

    /**
     * What the answer that led here means by itself, whatever becomes of the operation: a call that was answered well stays so although the
     * next request cannot be made or a later step refuses. Evidence, circuit breaker and metrics are about this one.
     *
     * @return empty unless this walk came out of {@link #answered}
     */
    public Optional<Verdict> answer() {
        return Optional.ofNullable(answer);
    }

    /**
     * Whether a call that changes something has already succeeded on this walk. Whatever a later call comes to, the operation then goes on
     * from {@link #progress()}; it must not begin anew or with another provider, and a refusal is not the whole truth about it.
     */
    public boolean changed() {
        return course.changed(progress);
    }

    /**
     * The same walk, its request replaced by the one that was sent before: whatever has changed since, a repeat is the same to the byte.
     *
     * @param stored kept by {@link ProviderRequest#tree()}
     */
    public Walk repeating(ProviderRequest stored) {
        CallSheet call = expected(Next.Send.class).call();
        if (!stored.call().equals(call.name())) {
            throw new IllegalArgumentException("The walk waits for an answer to " + call.name() + ", not to " + stored.call());
        }
        return new Walk(course, context, progress, new Next.Send(stored, call), request, answer);
    }

    /** A walk of its own that makes this one call, knowing what this walk knows. */
    Walk asking(String call) {
        return at(course.asking(call), context, progress.asked(null));
    }

    /** The walk with the call it waits for behind it, as if it had been answered so. */
    Walk standing(String call, String rule, ObjectNode output) {
        return at(course, context, progress.finished(call, rule, output));
    }

    /** What conditions see of the operation as it waits for the call. */
    ObjectNode view() {
        return course.called(context, progress, expected(Next.Send.class).call());
    }

    Course course() {
        return course;
    }

    ObjectNode context() {
        return context;
    }

    Progress reached() {
        return progress;
    }

    private Walk answered(CallSheet call, AnswerTree answer) {
        try {
            Verdict verdict = course.unit().judge().judge(call, answer);
            return verdict.succeeded() ? succeeded(call, answer, verdict) : endedBy(verdict);
        } catch (Unmappable e) {
            return unmappableAnswer(e.getMessage());
        }
    }

    private Walk succeeded(CallSheet call, AnswerTree answer, Verdict verdict) {
        ObjectNode view = course.called(context, progress, call);
        view.set("answer", answer.tree());
        view.set("request", request == null ? Trees.object() : request);
        if (!(course.unit().mappings().response(call.name(), view) instanceof ObjectNode output)) {
            return unmappableAnswer(call.name() + ".response.jslt gives no object");
        }
        return course.collectsPages() && Trees.present(output.get("next"))
                ? turned(output, verdict).after(verdict)
                : at(course, context, progress.finished(call.name(), verdict.rule(), output)).finishedBy(verdict);
    }

    /** A result that does not fit the model is the fault of the answer it was made of. */
    private Walk finishedBy(Verdict verdict) {
        return after(next instanceof Next.End end && end.verdict().isUnmappableAnswer() ? end.verdict() : verdict);
    }

    private Walk endedBy(Verdict verdict) {
        return ended(course, context, progress, verdict).after(verdict);
    }

    private Walk after(Verdict meaning) {
        return new Walk(course, context, progress, next, request, meaning);
    }

    /** A list cut short would make what is missing look absent, so too many pages are no answer at all. */
    private Walk turned(ObjectNode output, Verdict verdict) {
        return progress.pages() + 1 >= MOST_PAGES
                ? ended(course, context, progress, Verdict.of(OutcomeClass.UNKNOWN, BuiltInRules.TOO_MANY_PAGES, "The list does not end."))
                : at(course, context, progress.turned(verdict.rule(), output.get("next"), output.path("items")));
    }

    private Walk unmappableAnswer(String message) {
        return endedBy(course.unmappableAnswer(message));
    }

    private <T extends Next> T expected(Class<T> kind) {
        if (!kind.isInstance(next)) {
            throw new IllegalStateException("The walk waits for " + next.getClass().getSimpleName() + ", not for " + kind.getSimpleName());
        }
        return kind.cast(next);
    }
}
