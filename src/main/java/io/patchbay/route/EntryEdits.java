package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.MergePatch;
import io.patchbay.routing.Revision;
import io.patchbay.routing.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What may be done to one entry of the configuration, or to the order of the rules. Nobody overwrites or removes what he has not seen. */
final class EntryEdits {

    private static final String BEFORE = "before";

    private EntryEdits() {
    }

    /** Creates or replaces an entry. */
    static Edit put(EntryAddress at, Inbound inbound) {
        return base -> {
            Optional<ObjectNode> present = at.in(base.document());
            return present.isPresent() ? seen(inbound, present.get(), () -> written(at, inbound, base, inbound.body())) : created(at, inbound, base);
        };
    }

    private static Edit.Edited created(EntryAddress at, Inbound inbound, Revision base) {
        return inbound.ifMatch() == null ? written(at, inbound, base, inbound.body()) : new Edit.Edited.Not(Problem.of(ProblemCode.PRECONDITION_FAILED,
                "There is no such entry, or not any more. Leave If-Match out to create it."));
    }

    /** Lays a merge patch over an entry. */
    static Edit patch(EntryAddress at, Inbound inbound) {
        return base -> present(at, inbound, base, entry -> written(at, inbound, base, new MergePatch(inbound.body()).on(entry)));
    }

    static Edit delete(EntryAddress at, Inbound inbound) {
        return base -> present(at, inbound, base, entry -> new Edit.Edited.To(at.section().without(base.document(), at.name())));
    }

    /** Replaces all rules by those given, in their order. */
    static Edit replaceRules(Inbound inbound) {
        return base -> seen(inbound, Section.ROUTES.of(base.document()),
                () -> new Edit.Edited.To(Section.ROUTES.replaced(base.document(), inbound.body().path("items"))));
    }

    private static Edit.Edited present(EntryAddress at, Inbound inbound, Revision base, Function<ObjectNode, Edit.Edited> edit) {
        return at.in(base.document()).map(entry -> seen(inbound, entry, () -> edit.apply(entry))).orElseGet(() -> new Edit.Edited.Not(at.unknown()));
    }

    private static Edit.Edited seen(Inbound inbound, JsonNode present, Supplier<Edit.Edited> edit) {
        EntityTag tag = EntityTag.of(present);
        if (inbound.ifMatch() == null) {
            return new Edit.Edited.Not(Problem.of(ProblemCode.PRECONDITION_REQUIRED,
                    "It is there already: read it and send its ETag as If-Match, so that nothing is overwritten unseen."));
        }
        return tag.isAmong(inbound.ifMatch()) ? edit.get() : new Edit.Edited.Not(Problem.of(ProblemCode.PRECONDITION_FAILED,
                "It has changed since it was read with that ETag; its ETag is " + tag.quoted() + " now. Read it again and decide again."));
    }

    private static Edit.Edited written(EntryAddress at, Inbound inbound, Revision base, ObjectNode content) {
        ObjectNode entry = content.deepCopy();
        String before = inbound.query().get(BEFORE);
        if (at.section().isList() && !entry.path("id").asText(at.name()).equals(at.name())) {
            return new Edit.Edited.Not(Refused.field("/id", "other", "`id` is part of the path and cannot be changed; leave it out or give the same."));
        }
        if (before != null && (before.equals(at.name()) || at.section().entry(base.document(), before).isEmpty())) {
            String message = "`before` must be the id of another rule.";
            return new Edit.Edited.Not(Problem.of(ProblemCode.INVALID, message).errors(List.of(new FieldError(null, BEFORE, "unknown", message))));
        }
        return new Edit.Edited.To(at.section().with(base.document(), at.name(), named(at, entry), before));
    }

    /** An entry of a list is found by its id, so that it must have it. */
    private static ObjectNode named(EntryAddress at, ObjectNode entry) {
        return at.section().isList() && !entry.hasNonNull("id") ? entry.put("id", at.name()) : entry;
    }
}
