package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.mapping.Notice;
import io.patchbay.operation.RecordedCreate;
import io.patchbay.provider.Account;
import io.patchbay.routing.OnUnavailable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a change would have made of orders there were, put together: like differences are counted, with a few orders each to look at. */
final class ReplayDifferences {

    private static final int MOST_EXAMPLES = 5;
    private static final int MOST_GROUPS = 200;
    private static final String[] LISTS = {"elsewhere", "refused", "accepted", "otherwise", "requests"};

    private final Map<String, Map<ObjectNode, List<ObjectNode>>> groups = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** Counts an order once: by what changes most for it. */
    void add(RecordedCreate order, Rehearsed before, Rehearsed after) {
        String word = before.isRefused() || after.isRefused() ? refusal(order, before, after) : way(order, before, after);
        counts.merge(word, 1, Integer::sum);
    }

    private String refusal(RecordedCreate order, Rehearsed before, Rehearsed after) {
        if (!before.isRefused()) {
            note("refused", problem(of(order).put("from", account(before)), after.problem()), example(order));
            return "refused";
        }
        if (!after.isRefused()) {
            note("accepted", problem(of(order).put("to", account(after)), before.problem()), example(order));
            return "accepted";
        }
        return otherwise(order, "problem", before, after, rehearsed -> rehearsed.problem().code().code() + ": " + rehearsed.problem().detail())
                ? "otherwise" : "same";
    }

    private String way(RecordedCreate order, Rehearsed before, Rehearsed after) {
        boolean moved = !account(before).equals(account(after));
        if (moved) {
            note("elsewhere", of(order).put("from", account(before)).put("to", account(after)), example(order));
        }
        boolean changed = otherwise(order, "outcome", before, after, rehearsed -> rehearsed.outcome().word())
                | otherwise(order, "failover", before, after, ReplayDifferences::failover)
                | otherwise(order, "onUnavailable", before, after, ReplayDifferences::onUnavailable)
                | otherwise(order, "notices", before, after, ReplayDifferences::notices)
                | requests(order, before, after);
        return moved ? "elsewhere" : changed ? "otherwise" : "same";
    }

    /** Where the provider is another one, so is every request; that says nothing more. */
    private boolean requests(RecordedCreate order, Rehearsed before, Rehearsed after) {
        List<RequestDifference> found = before.order().getProvider().equals(after.order().getProvider())
                ? RequestDifference.between(before, after) : List.of();
        found.forEach(difference -> {
            ObjectNode group = JsonNodeFactory.instance.objectNode().put("account", account(after)).put("call", difference.call())
                    .put("pointer", difference.pointer());
            ObjectNode example = example(order);
            put(example, "before", difference.before());
            put(example, "after", difference.after());
            note("requests", group, example);
        });
        return !found.isEmpty();
    }

    private boolean otherwise(RecordedCreate order, String what, Rehearsed before, Rehearsed after, Function<Rehearsed, String> view) {
        String was = view.apply(before);
        String is = view.apply(after);
        if (!was.equals(is)) {
            note("otherwise", of(order).put("what", what).put("before", was).put("after", is), example(order));
        }
        return !was.equals(is);
    }

    private static String failover(Rehearsed rehearsed) {
        return rehearsed.order().way.decision.failover().stream().map(Account::name).collect(Collectors.joining(", "));
    }

    private static String onUnavailable(Rehearsed rehearsed) {
        OnUnavailable policy = rehearsed.order().way.decision.onUnavailable();
        return policy.name().toLowerCase(Locale.ROOT);
    }

    private static String notices(Rehearsed rehearsed) {
        return rehearsed.order().notices.stream().map(Notice::code).sorted().distinct().collect(Collectors.joining(", "));
    }

    private static ObjectNode problem(ObjectNode group, Problem problem) {
        group.putObject("problem").put("code", problem.code().code()).put("detail", problem.detail());
        return group;
    }

    private static String account(Rehearsed rehearsed) {
        return rehearsed.account().orElseThrow();
    }

    private static ObjectNode of(RecordedCreate order) {
        return JsonNodeFactory.instance.objectNode().put("tenant", order.tenant());
    }

    private static ObjectNode example(RecordedCreate order) {
        return JsonNodeFactory.instance.objectNode().put("subscriptionId", order.subscriptionId());
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private void note(String list, ObjectNode group, ObjectNode example) {
        List<ObjectNode> examples = groups.computeIfAbsent(list, fresh -> new HashMap<>()).computeIfAbsent(group, fresh -> new ArrayList<>());
        examples.add(examples.size() < MOST_EXAMPLES ? example : null);
    }

    /** How many orders each word counts. */
    ObjectNode summary() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        for (String word : new String[] {"same", "elsewhere", "refused", "accepted", "otherwise"}) {
            summary.put(word, counts.getOrDefault(word, 0));
        }
        return summary;
    }

    /** The most frequent first; as many as anybody reads. */
    void into(ObjectNode json) {
        for (String list : LISTS) {
            ArrayNode shown = json.putArray(list);
            groups.getOrDefault(list, Map.of()).entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<ObjectNode, List<ObjectNode>> group) -> -group.getValue().size())
                            .thenComparing(group -> group.getKey().toString()))
                    .limit(MOST_GROUPS).forEach(group -> shown.add(shown(group.getKey(), group.getValue())));
        }
    }

    private static ObjectNode shown(ObjectNode group, List<ObjectNode> orders) {
        ObjectNode json = group.deepCopy().put("count", orders.size());
        orders.stream().limit(MOST_EXAMPLES).forEach(json.putArray("examples")::add);
        return json;
    }
}
