package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One provider: its sheet and its compiled mappings. Immutable; serves all threads. */
public final class ProviderUnit {
    private static final String CAPABILITY_MISSING = "capability-missing";

    private final String line;
    private final ProviderSheet sheet;
    private final Mappings mappings;
    private final Schemas schemas;
    private final Scrubber scrubber;
    private final Judge judge;

    ProviderUnit(ProviderSheet sheet, Mappings mappings, Schemas schemas, Clock clock) {
        this.line = sheet.name();
        this.sheet = sheet;
        this.mappings = mappings;
        this.schemas = schemas;
        this.scrubber = new Scrubber(sheet);
        this.judge = new Judge(sheet, mappings, scrubber, clock);
    }

    private ProviderUnit(ProviderUnit same, String line) {
        this.line = line;
        this.sheet = same.sheet;
        this.mappings = same.mappings;
        this.schemas = same.schemas;
        this.scrubber = same.scrubber;
        this.judge = same.judge;
    }

    /** The same unit under a name by which it is told from other versions of its provider. */
    ProviderUnit as(String line) {
        return new ProviderUnit(this, line);
    }

    /** Name of this version on this node, such as {@code connect~3f9a12c0de45}: its routes are named after it. */
    public String line() {
        return line;
    }

    public ProviderSheet sheet() {
        return sheet;
    }

    /** Whether the provider can do this at all. */
    public boolean offers(CanonicalOperation operation) {
        return sheet.operations().containsKey(operation);
    }

    /** Why the provider cannot do this, one sentence for a reseller; empty when it can. */
    public Optional<String> refusal(CanonicalOperation operation) {
        return Optional.ofNullable(sheet.refusals().get(operation));
    }

    /** The fields of this request that make the operation impossible, all of them; empty when there is none. */
    public Optional<Refusal> blocked(CanonicalOperation operation, ObjectNode context) {
        List<Refusal.Detail> errors = sheet.cannot().stream()
                .filter(cannot -> cannot.operations().contains(operation) && applies(cannot.pointer(), cannot.when(), context))
                .map(cannot -> new Refusal.Detail(cannot.pointer(), CAPABILITY_MISSING, cannot.message())).toList();
        return errors.stream().findFirst()
                .map(first -> new Refusal(CAPABILITY_MISSING, first.pointer(), first.message(), errors));
    }

    /** What this request loses on its way to the provider. */
    public List<Notice> losses(CanonicalOperation operation, ObjectNode context) {
        return sheet.loses().stream()
                .filter(loss -> loss.operations().contains(operation) && applies(loss.pointer(), loss.when(), context))
                .map(loss -> new Notice(loss.code(), loss.pointer(), loss.message())).toList();
    }

    /** Begins an operation; what the provider cannot do ends at once, with nothing sent. The context is never changed. */
    public Walk walk(CanonicalOperation operation, ObjectNode context) {
        Course course = course(operation);
        return barrier(operation, context)
                .map(verdict -> Walk.ended(course, context, Progress.START, verdict))
                .orElseGet(() -> Walk.at(course, context, Progress.START));
    }

    /** Goes on where {@link Walk#progress()} was written down; the context must be the one the operation began with. */
    public Walk resume(CanonicalOperation operation, ObjectNode context, ObjectNode progress) {
        return progress.isEmpty() ? walk(operation, context) : Walk.resumed(course(operation), context, progress);
    }

    /**
     * Begins to ask what became of the call the operation was waiting for when its answer was lost.
     *
     * @param context  the one the operation began with
     * @param progress {@link Walk#progress()} as it was written down before the call was sent
     * @param age      time since the call was first sent; a repeat is recognised for a while only
     */
    public Inquiry inquire(CanonicalOperation operation, ObjectNode context, ObjectNode progress, Duration age) {
        // Past the barrier: what was sent once is not refused afterwards because the sheet has changed.
        return Inquiry.about(Walk.resumed(course(operation), context, progress), age);
    }

    /** Asks for the first page of free items of a pool; the End's result is {@code {items, next}}. */
    public Walk restock(String pool, Walk asking) {
        return restock(pool, asking, null);
    }

    /** @param next the {@code next} of the page before; null = the first page */
    public Walk restock(String pool, Walk asking, JsonNode next) {
        Step call = new Step.Call(sheet.pools().get(pool).restock(), null);
        return Walk.at(new Course(this, null, Schemas.STOCK, List.of(call)), asking.context(), asking.reached().asked(next));
    }

    /**
     * Begins to try the credentials of an account by the sheet's harmless call; what its answer means by itself is all that counts.
     *
     * @param account name and settings, as mappings see them under {@code .account}
     * @return empty if the sheet names no such call
     */
    public Optional<Walk> verification(ObjectNode account) {
        return Optional.ofNullable(sheet.verify()).map(verify -> Walk.at(
                new Course(this, null, null, List.of(new Step.Call(verify.call(), null))), Trees.object().set("account", account), Progress.START));
    }

    public Scrubber scrubber() {
        return scrubber;
    }

    Mappings mappings() {
        return mappings;
    }

    Schemas schemas() {
        return schemas;
    }

    Judge judge() {
        return judge;
    }

    private Course course(CanonicalOperation operation) {
        return new Course(this, operation, operation.word(), offers(operation) ? sheet.operations().get(operation).steps() : List.of());
    }

    private Optional<Verdict> barrier(CanonicalOperation operation, ObjectNode context) {
        if (!offers(operation)) {
            String why = refusal(operation).orElse(sheet.title() + " does not offer this.");
            return Optional.of(Verdict.rejected("refused:" + operation.word(), new Refusal(CAPABILITY_MISSING, null, why, List.of())));
        }
        return blocked(operation, context).map(refusal -> Verdict.rejected("cannot:" + refusal.pointer(), refusal));
    }

    /** A condition that fails counts as met: better to refuse or to warn once too often than to lose something in silence. */
    private boolean applies(String pointer, String when, ObjectNode context) {
        if (when == null) {
            return Trees.present(context.path("command").at(pointer));
        }
        try {
            return mappings.holds(when, context);
        } catch (Unmappable e) {
            Bell.ring("{}: {}; it is taken as met until provider.yaml is corrected", sheet.name(), e.getMessage());
            return true;
        }
    }
}
