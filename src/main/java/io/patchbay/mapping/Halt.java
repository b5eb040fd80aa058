package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Where a walk has to wait or to end.
 *
 * @param next    for what
 * @param request what the request mapping gave; null unless something is to be sent
 */
record Halt(Next next, JsonNode request) {

    /** Empty when the step is skipped. */
    static Optional<Halt> at(Course course, ObjectNode context, Progress here) {
        Mappings mappings = course.unit().mappings();
        ObjectNode view = here.view(context);
        return switch (course.steps().get(here.position())) {
            case Step.Call call -> mappings.holds(call.when(), view)
                    ? Optional.of(sending(course, context, here, course.call(call.call()))) : Optional.empty();
            case Step.Refuse refuse -> mappings.holds(refuse.condition(), view) ? Optional.of(refused(refuse)) : Optional.empty();
            case Step.Reserve reserve -> mappings.holds(reserve.when(), view) ? Optional.of(reserving(course, view, reserve)) : Optional.empty();
        };
    }

    static Halt ended(Verdict verdict) {
        return new Halt(new Next.End(verdict, null, List.of()), null);
    }

    private static Halt sending(Course course, ObjectNode context, Progress here, CallSheet call) {
        JsonNode mapped = course.unit().mappings().request(call.name(), course.called(context, here, call));
        return new Halt(new Next.Send(RequestWriter.write(call, mapped), call), mapped);
    }

    private static Halt refused(Step.Refuse refuse) {
        Refusal refusal = new Refusal(refuse.code(), refuse.pointer(), refuse.message(), List.of());
        return ended(Verdict.rejected("refuse:" + refuse.code(), refusal));
    }

    static Halt reserving(Course course, ObjectNode view, Step.Reserve reserve) {
        JsonNode key = course.unit().mappings().value(course.unit().sheet().pools().get(reserve.pool()).key(), view);
        JsonNode item = course.unit().mappings().value(reserve.item(), view);
        if (!key.isValueNode() || key.asText("").isEmpty()) {
            throw new Unmappable("the key of pool " + reserve.pool() + " gives no text");
        }
        String wanted = Trees.present(item) && !item.asText().isEmpty() ? item.asText() : null;
        return new Halt(new Next.Reserve(reserve.pool(), key.asText(), wanted), null);
    }
}
