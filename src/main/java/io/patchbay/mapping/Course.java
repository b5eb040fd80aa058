package io.patchbay.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a walk goes through.
 *
 * @param unit      the provider
 * @param operation null for the restocking of a pool
 * @param shape     definition in result.schema.json the result must fit; null for a probe, whose result is no operation's
 * @param steps     in order
 */
record Course(ProviderUnit unit, CanonicalOperation operation, String shape, List<Step> steps) {
    /** Restocking goes page by page, for it ends as soon as a free item turns up. */
    boolean collectsPages() {
        return operation != null;
    }

    /** The course of a probe: one call on behalf of the same operation. */
    Course asking(String call) {
        return new Course(unit, operation, null, List.of(new Step.Call(call, null)));
    }

    CallSheet call(String name) {
        return unit.sheet().calls().get(name);
    }

    /** What a step is known by in {@link Progress}: its place may change with the sheet. Empty behind the last one. */
    Optional<String> stepAt(int position) {
        return position < steps.size() ? Optional.of(nameOf(steps.get(position))) : Optional.empty();
    }

    /** Where the step with this name is; the place it had counts if it is there still. */
    OptionalInt placeOf(String name, int had) {
        return stepAt(had).filter(name::equals).isPresent() ? OptionalInt.of(had)
                : IntStream.range(0, steps.size()).filter(place -> nameOf(steps.get(place)).equals(name)).findFirst();
    }

    private static String nameOf(Step step) {
        return switch (step) {
            case Step.Call call -> "call:" + call.call();
            case Step.Refuse refuse -> "refuse:" + refuse.code();
            case Step.Reserve reserve -> "reserve:" + reserve.pool();
        };
    }

    /** The first step behind the last call that changed something. */
    int behindLastChange(Progress here) {
        return IntStream.range(0, here.position()).filter(place -> steps.get(place) instanceof Step.Call made
                && here.steps().has(made.call()) && call(made.call()).mutates()).map(place -> place + 1).max().orElse(0);
    }

    /** The calls of the steps before this one. */
    Set<String> callsBefore(int position) {
        return steps.stream().limit(position).filter(Step.Call.class::isInstance).map(step -> ((Step.Call) step).call()).collect(Collectors.toSet());
    }

    /** The context of a call: its idempotency key is the same whenever the call is made for this operation. */
    ObjectNode called(ObjectNode context, Progress here, CallSheet call) {
        ObjectNode operation = context.path("operation") instanceof ObjectNode given ? Trees.shallow(given) : Trees.object();
        operation.put("key", operation.path("id").asText() + "." + call.name());
        return here.view(context).set("operation", operation);
    }

    boolean changed(Progress here) {
        return steps.stream().limit(here.position()).anyMatch(step ->
                step instanceof Step.Call made && here.steps().has(made.call()) && call(made.call()).mutates());
    }

    /** Nothing of this step was sent; but once an earlier one has changed something, the operation as a whole must not start anew. */
    Verdict unmappableRequest(Progress here, String fault) {
        Bell.ring("{}: a request cannot be mapped, {}: it is not sent; correct the mapping or the order", unit.sheet().name(), fault);
        return Verdict.of(changed(here) ? OutcomeClass.UNKNOWN : OutcomeClass.UNAVAILABLE_NOT_SENT, BuiltInRules.UNMAPPABLE_REQUEST, fault);
    }

    Verdict unmappableAnswer(String fault) {
        Bell.ring("{}: an answer cannot be mapped, {}: the operation is settled by its probe; correct the mapping", unit.sheet().name(), fault);
        return Verdict.of(OutcomeClass.UNKNOWN, BuiltInRules.UNMAPPABLE_ANSWER, fault);
    }
}
