package io.patchbay.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The end of a walk that left all its steps behind: the output of the last call, if it fits the canonical model, is the result. */
record Arrival(Course course, ObjectNode context, Progress progress) {

    Next.End end() {
        if (progress.last() == null) {
            throw new Unmappable("no step of the operation makes a call");
        }
        ObjectNode output = withoutGaps((ObjectNode) progress.steps().get(progress.last()));
        return Optional.ofNullable(course.shape()).flatMap(shape -> course.unit().schemas().misfit(shape, output))
                .map(fault -> new Next.End(course.unmappableAnswer(progress.last() + ".response.jslt: " + fault), null, List.of()))
                .orElseGet(() -> succeeded(output));
    }

    private Next.End succeeded(ObjectNode output) {
        ObjectNode result = output.has("notices") ? Trees.shallow(output).without("notices") : output;
        return new Next.End(Verdict.of(OutcomeClass.SUCCEEDED, progress.rule(), null), result, notices(output));
    }

    private List<Notice> notices(ObjectNode output) {
        List<Notice> notices = new ArrayList<>(course.operation() == null ? List.of() : course.unit().losses(course.operation(), context));
        output.path("notices").forEach(notice -> notices.add(
                new Notice(Trees.text(notice, "code"), Trees.text(notice, "pointer"), Trees.text(notice, "message"))));
        return List.copyOf(notices);
    }

    /** A notice that is given on a condition leaves a null in the list where the condition does not hold. */
    private static ObjectNode withoutGaps(ObjectNode output) {
        if (!(output.get("notices") instanceof ArrayNode given)) {
            return output;
        }
        ArrayNode notices = given.arrayNode();
        StreamSupport.stream(given.spliterator(), false).filter(Trees::present).forEach(notices::add);
        return Trees.shallow(output).set("notices", notices);
    }
}
