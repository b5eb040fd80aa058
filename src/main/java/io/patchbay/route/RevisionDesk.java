package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.operation.Replay;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.EntryChanges;
import io.patchbay.routing.Revision;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** Every configuration there ever was, how a new one is made of several changes at once, and how an old one comes back. */
@Component("revisionDesk")
class RevisionDesk {

    private static final String KIND = "rev";
    private static final ObjectNode NONE = JsonNodeFactory.instance.objectNode();

    private final Authoring authoring;
    private final ConfigurationStore configurations;

    RevisionDesk(Authoring authoring, ConfigurationStore configurations) {
        this.authoring = authoring;
        this.configurations = configurations;
    }

    public void create(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        WholeEdit edit = new WholeEdit(inbound.body());
        edit.refusal().ifPresentOrElse(problem -> Answers.refuse(exchange, problem), () -> change(exchange, Purpose.CHANGE, edit));
    }

    /** A new revision with the content of an old one: what was in force in between stays written down. */
    public void restore(Exchange exchange) {
        find(Order.of(exchange).inbound).ifPresentOrElse(old -> restore(exchange, old), () -> refuseUnknown(exchange));
    }

    /** One that was only tried out has not proved itself, so that it is a change like any other. */
    private void restore(Exchange exchange, Revision old) {
        JsonNode body = Order.of(exchange).inbound.body();
        change(exchange, configurations.wasForEverybody(old.number()) ? Purpose.RESTORE : Purpose.CHANGE, base -> WholeEdit.outdated(body, base)
                .<Edit.Edited>map(Edit.Edited.Not::new).orElseGet(() -> new Edit.Edited.To(old.document())));
    }

    private void change(Exchange exchange, Purpose purpose, Edit edit) {
        switch (authoring.change(Mandate.ofBody(Order.of(exchange).inbound).to(purpose), edit)) {
            case Change.Not(Problem problem) -> Answers.refuse(exchange, problem);
            case Change.Made made -> Answers.give(exchange, made(made));
        }
    }

    private static Replay.Answered made(Change.Made made) {
        ObjectNode view = changes(view(made.now(), true), made.before(), made.now());
        return Answers.located(Answers.json(made.isNew() ? 201 : 200, view, made.now().number()), "/admin/v1/revisions/" + made.now().number());
    }

    public void list(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> before = Lists.before(exchange, order, KIND);
        if (exchange.isRouteStop()) {
            return;
        }
        long inForce = configurations.step().stable();
        List<Revision> found = configurations.page(before.map(Numbered::number).orElse(Long.MAX_VALUE), Lists.limit(order) + 1);
        Answers.give(exchange, Answers.json(200, Answers.page(found, Lists.limit(order),
                revision -> view(revision, revision.number() == inForce), revision -> Numbered.id(KIND, revision.number())), order));
    }

    public void show(Exchange exchange) {
        Order order = Order.of(exchange);
        find(order.inbound).ifPresentOrElse(found -> Answers.give(exchange, Answers.json(200, whole(found), order)), () -> refuseUnknown(exchange));
    }

    private ObjectNode whole(Revision found) {
        Revision before = configurations.madeOf(found.number()).orElse(new Revision(0, null, null, null, null, NONE));
        ObjectNode view = changes(view(found, found.number() == configurations.step().stable()), before, found);
        view.set("document", found.document());
        return view;
    }

    private Optional<Revision> find(Inbound inbound) {
        String number = inbound.path().get("revision");
        Function<String, Revision> reading = text -> configurations.revision(Long.parseLong(text));
        return number.equals("current") ? Optional.of(authoring.present())
                : Optional.of(number).filter(text -> text.matches("\\d{1,18}")).map(reading);
    }

    private static void refuseUnknown(Exchange exchange) {
        Answers.refuse(exchange, Refused.notFound("The revision"));
    }

    private static ObjectNode changes(ObjectNode view, Revision before, Revision now) {
        EntryChanges changes = EntryChanges.between(before.document(), now.document());
        view.putObject("changes").<ObjectNode>set("before", changes.before()).set("after", changes.after());
        return view;
    }

    private static ObjectNode view(Revision revision, boolean inForce) {
        return JsonNodeFactory.instance.objectNode().put("revision", revision.number()).put("createdAt", revision.createdAt().toString())
                .put("author", revision.author()).put("reason", revision.reason()).put("inForce", inForce);
    }
}
