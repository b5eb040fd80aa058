package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Changes of the configuration: such as an operator makes, such as go wrong, and the way back. */
final class Edits {

    static final String TRIED = "tried and completed";
    static final String TAKEN_BACK = "tried and taken back";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> ACCOUNTS = List.of("acme-connect", "globex-telegent", "initech-tellisim");
    private static final List<String> TENANTS = List.of("acme", "globex", "initech");

    private final Operator operator;
    private final Random dice;
    private final List<IntFunction<Edit>> good = List.of(this::move, this::split, this::rename, this::retitle, this::several, this::reorder, this::tried);
    private final List<IntFunction<Edit>> bad = List.of(this::unknownAccount, this::noWeight, this::noPredicate, this::noAddress,
            this::unknownProvider, this::unreachable, this::twoAtOnce, this::stale);

    Edits(Operator operator, Random dice) {
        this.operator = operator;
        this.dice = dice;
    }

    /** @param back a revision that was in force before; null while there is none */
    Edit next(int number, Long back) {
        int lot = dice.nextInt(100);
        if (lot < 12 && back != null) {
            return Edit.landed("restore", operator.post("/revisions/" + back + "/restore", JSON.objectNode().put("reason", "proof of rerouting")));
        }
        List<IntFunction<Edit>> kinds = lot < 32 ? bad : good;
        return kinds.get(dice.nextInt(kinds.size())).apply(number);
    }

    private <T> T any(List<T> all) {
        return all.get(dice.nextInt(all.size()));
    }

    private Edit move(int number) {
        return Edit.landed("move", operator.edit("PATCH", "/routes/" + any(TENANTS), JSON.objectNode().set("targets", targets(any(ACCOUNTS), 100))));
    }

    /** Some customers of a tenant elsewhere, by a rule of their own in front of the other; or back again. */
    private Edit split(int number) {
        String tenant = any(TENANTS);
        String path = "/routes/" + tenant + "-special";
        Http.Reply there = operator.get(path);
        if (there.status() == 200) {
            return Edit.landed("unsplit", operator.change("DELETE", path, null, there.header("ETag").orElse(null)));
        }
        ObjectNode rule = rule(tenant + "-special", tenant, any(ACCOUNTS)).put("when", ".customerId == \"special\"");
        return Edit.landed("split", operator.change("PUT", path + "?before=" + tenant, rule, null));
    }

    private Edit rename(int number) {
        return Edit.landed("rename", operator.edit("PATCH", "/catalogue/" + Traffic.OFFERING, JSON.objectNode().put("name", "Mobile 10 GB, edition " + number)));
    }

    private Edit retitle(int number) {
        return Edit.landed("retitle", operator.edit("PATCH", "/accounts/" + any(ACCOUNTS), JSON.objectNode().put("title", "Account, edition " + number)));
    }

    /** Rule and name in one: whoever is decided by a mixture of two revisions shows it. */
    private Edit several(int number) {
        ObjectNode document = current();
        for (JsonNode rule : document.withArray("routes")) {
            ((ObjectNode) rule).set("targets", targets(any(ACCOUNTS), 100));
        }
        document.withObject("/offerings/" + Traffic.OFFERING).put("name", "Mobile 10 GB, all new " + number);
        return Edit.landed("several", operator.post("/revisions", JSON.objectNode().put("reason", "proof of rerouting").set("document", document)));
    }

    private Edit reorder(int number) {
        Http.Reply seen = operator.get("/routes");
        List<JsonNode> rules = new ArrayList<>();
        seen.json().path("items").forEach(rules::add);
        Collections.shuffle(rules, dice);
        // a rule with a condition is never reached behind one of the same tenant that has none
        rules.sort(Comparator.comparing((JsonNode rule) -> rule.has("when") ? 0 : 1));
        return Edit.landed("reorder", operator.change("PUT", "/routes", JSON.objectNode().set("items", JSON.arrayNode().addAll(rules)), seen.header("ETag").orElse(null)));
    }

    /** In force for half of the requests, and then for all of them or for none. */
    private Edit tried(int number) {
        ObjectNode trial = JSON.objectNode().put("reason", "proof of rerouting");
        trial.putObject("slice").put("percent", 50);
        trial.putObject("patch").putObject("offerings").putObject(Traffic.OFFERING).put("name", "Mobile 10 GB, on trial " + number);
        Http.Reply begun = operator.post("/rollouts", trial);
        if (begun.status() != 201) {
            return Edit.landed(TRIED, begun);
        }
        boolean good = dice.nextBoolean();
        Http.Reply ended = operator.post("/rollout/" + (good ? "complete" : "roll-back"), JSON.objectNode().put("reason", "proof of rerouting"));
        long revision = good ? begun.json().path("revision").asLong() : 0;
        return ended.status() == 200 ? new Edit(good ? TRIED : TAKEN_BACK, revision, null) : Edit.landed(TRIED, ended);
    }

    private Edit unknownAccount(int number) {
        String tenant = any(TENANTS);
        Http.Reply reply = operator.edit("PATCH", "/routes/" + tenant, JSON.objectNode().set("targets", targets("nobody", 100)));
        return Edit.refused("unknown account", reply, "/routes/" + place(tenant) + "/targets/0/account");
    }

    private Edit noWeight(int number) {
        String tenant = any(TENANTS);
        Http.Reply reply = operator.edit("PATCH", "/routes/" + tenant, JSON.objectNode().set("targets", targets(any(ACCOUNTS), 0)));
        return Edit.refused("no weight", reply, "/routes/" + place(tenant) + "/targets");
    }

    private Edit noPredicate(int number) {
        String tenant = any(TENANTS);
        Http.Reply reply = operator.edit("PATCH", "/routes/" + tenant, JSON.objectNode().put("when", ".customerId == "));
        return Edit.refused("no predicate", reply, "/routes/" + place(tenant) + "/when");
    }

    private Edit noAddress(int number) {
        String account = any(ACCOUNTS);
        return Edit.refused("no address", operator.edit("PATCH", "/accounts/" + account, JSON.objectNode().put("baseUrl", "http://host:99999")),
                "/accounts/" + account + "/baseUrl");
    }

    private Edit unknownProvider(int number) {
        ObjectNode account = JSON.objectNode().put("provider", "nobody").put("title", "Nobody").put("baseUrl", "http://localhost:1").put("sandbox", true);
        return Edit.refused("unknown provider", operator.change("PUT", "/accounts/another", account, null), "/accounts/another/provider");
    }

    private Edit unreachable(int number) {
        String tenant = any(TENANTS);
        Http.Reply reply = operator.change("PUT", "/routes/" + tenant + "-late", rule(tenant + "-late", tenant, any(ACCOUNTS)), null);
        return Edit.refused("unreachable", reply, "/routes/" + current().path("routes").size());
    }

    private Edit twoAtOnce(int number) {
        ObjectNode patch = JSON.objectNode();
        patch.putObject("accounts").putObject(ACCOUNTS.getFirst()).put("provider", "nobody").put("baseUrl", "http://host:99999");
        patch.withObject("/offerings").putObject("another").put("name", "Another").putObject("plans").putObject("nobody");
        return Edit.refused("several problems", operator.post("/revisions", JSON.objectNode().put("reason", "proof of rerouting").set("patch", patch)),
                "/accounts/" + ACCOUNTS.getFirst() + "/provider", "/accounts/" + ACCOUNTS.getFirst() + "/baseUrl", "/offerings/another/plans/nobody");
    }

    private Edit stale(int number) {
        Http.Reply reply = operator.change("PATCH", "/accounts/" + any(ACCOUNTS), JSON.objectNode().put("title", "Too late"), "\"seen-long-ago\"");
        return new Edit("stale", 0, reply.status() == 412 ? null : "a change of what was not seen was answered " + reply);
    }

    ObjectNode current() {
        return (ObjectNode) operator.get("/revisions/current").json().path("document");
    }

    private int place(String rule) {
        ArrayNode rules = current().withArray("routes");
        int place = 0;
        while (!rules.path(place).path("id").asText().equals(rule)) {
            place++;
        }
        return place;
    }

    private static ObjectNode rule(String id, String tenant, String account) {
        return JSON.objectNode().put("id", id).put("tenant", tenant).set("targets", targets(account, 100));
    }

    private static ArrayNode targets(String account, int weight) {
        ArrayNode targets = JSON.arrayNode();
        targets.addObject().put("account", account).put("weight", weight);
        return targets;
    }
}
