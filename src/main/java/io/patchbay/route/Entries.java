package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.ApiContract;
import io.patchbay.contract.Problem;
import io.patchbay.operation.Replay;
import io.patchbay.routing.Revision;
import io.patchbay.routing.Section;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.springframework.stereotype.Component;

/** The configuration entry by entry, as administrators read and change it. */
@Component("entries")
class Entries {

    private final Authoring authoring;
    private final ApiContract contract;

    Entries(Authoring authoring, ApiContract contract) {
        this.authoring = authoring;
        this.contract = contract;
    }

    public void tenants(Exchange exchange) {
        list(exchange, Section.TENANTS);
    }

    public void catalogue(Exchange exchange) {
        list(exchange, Section.OFFERINGS);
    }

    public void administrators(Exchange exchange) {
        list(exchange, Section.ADMINISTRATORS);
    }

    private void list(Exchange exchange, Section section) {
        Revision present = authoring.present();
        Answers.give(exchange, Answers.json(200, page(items(section, present.document())), present.number()));
    }

    public void rules(Exchange exchange) {
        Answers.give(exchange, rules(authoring.present()));
    }

    public void show(Exchange exchange) {
        EntryAddress at = EntryAddress.of(Order.of(exchange).inbound);
        Revision present = authoring.present();
        at.in(present.document()).ifPresentOrElse(
                entry -> Answers.give(exchange, Answers.tagged(Answers.json(200, entry, present.number()), entry)),
                () -> Answers.refuse(exchange, at.unknown()));
    }

    public void put(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        EntryAddress at = EntryAddress.of(inbound);
        change(exchange, EntryEdits.put(at, inbound), made -> written(at, made));
    }

    public void patch(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        EntryAddress at = EntryAddress.of(inbound);
        change(exchange, EntryEdits.patch(at, inbound), made -> written(at, made));
    }

    public void delete(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        change(exchange, EntryEdits.delete(EntryAddress.of(inbound), inbound), made -> Answers.gone(made.now().number()));
    }

    public void replaceRules(Exchange exchange) {
        change(exchange, EntryEdits.replaceRules(Order.of(exchange).inbound), made -> rules(made.now()));
    }

    private void change(Exchange exchange, Edit edit, Function<Change.Made, Replay.Answered> answering) {
        Inbound inbound = Order.of(exchange).inbound;
        Mandate by = Mandate.ofHeaders(exchange.getMessage(PlatformHttpMessage.class).getRequest(), inbound.actor());
        switch (by.refusal(contract, inbound.operation()).<Change>map(Change.Not::new).orElseGet(() -> authoring.change(by, edit))) {
            case Change.Not(Problem problem) -> Answers.refuse(exchange, problem);
            case Change.Made made -> Answers.give(exchange, answering.apply(made));
        }
    }

    private static Replay.Answered written(EntryAddress at, Change.Made made) {
        ObjectNode entry = at.in(made.now().document()).orElseThrow();
        boolean replaced = at.in(made.before().document()).isPresent();
        Replay.Answered answer = Answers.tagged(Answers.json(replaced ? 200 : 201, entry, made.now().number()), entry);
        return replaced ? answer : Answers.located(answer, at.path());
    }

    private static Replay.Answered rules(Revision revision) {
        JsonNode rules = Section.ROUTES.of(revision.document());
        return Answers.tagged(Answers.json(200, page(rules), revision.number()), rules);
    }

    private static ObjectNode page(JsonNode items) {
        return JsonNodeFactory.instance.objectNode().set("items", items);
    }

    /** By name, each with its name; what stands in an order stays in it and has its name already. */
    private static JsonNode items(Section section, ObjectNode document) {
        JsonNode entries = section.of(document);
        if (section.isList()) {
            return entries;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        TreeMap<String, JsonNode> byName = new TreeMap<>();
        entries.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
        byName.forEach((name, entry) -> items.addObject().put(EntryAddress.nameOf(section), name).setAll((ObjectNode) entry));
        return items;
    }
}
