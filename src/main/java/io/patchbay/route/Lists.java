package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Notice;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionFilter;
import io.patchbay.subscription.SubscriptionView;
import io.patchbay.subscription.Subscriptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** The list of a tenant's subscriptions, brought up to date by asking each account involved for its own list if the caller wants that. */
@Component("lists")
class Lists {

    private static final String PAGE = "page";
    private static final int DEFAULT_LIMIT = 50;

    private final Subscriptions subscriptions;
    private final Carriers carriers;
    private final Reads reads;
    private final Conclusion conclusion;

    Lists(Subscriptions subscriptions, Carriers carriers, Reads reads, Conclusion conclusion) {
        this.subscriptions = subscriptions;
        this.carriers = carriers;
        this.reads = reads;
        this.conclusion = conclusion;
    }

    public void find(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> before = before(exchange, order, "sub");
        if (exchange.isRouteStop()) {
            return;
        }
        int limit = limit(order);
        List<Subscription> found = subscriptions.page(
                SubscriptionFilter.of(order.inbound.tenant(), order.inbound.query(), before.orElse(null), limit));
        exchange.setProperty(PAGE, new Page(found, limit, Boolean.parseBoolean(order.inbound.query().get("refresh"))));
    }

    static Page page(Exchange exchange) {
        return exchange.getProperty(PAGE, Page.class);
    }

    static Optional<String> before(Exchange exchange, Order order, String kind) {
        String cursor = order.inbound.query().get("cursor");
        Optional<String> before = cursor == null ? Optional.empty() : Cursor.read(cursor, kind);
        if (cursor != null && before.isEmpty()) {
            String message = "cursor is not one of this list; take nextCursor from the page before, unchanged.";
            Answers.refuse(exchange, Problem.of(ProblemCode.MALFORMED_REQUEST, message)
                    .errors(List.of(new FieldError(null, "cursor", "invalid", message))));
        }
        return before;
    }

    static int limit(Order order) {
        return Integer.parseInt(order.inbound.query().getOrDefault("limit", Integer.toString(DEFAULT_LIMIT)));
    }

    /** Takes the next account whose list has to be asked for. */
    public void nextAccount(Exchange exchange) {
        Order order = Order.of(exchange);
        Page page = page(exchange);
        order.subscription = page.asking.poll();
        order.carriedBy(carriers.to(order.configuration, order.subscription.provider(), order.subscription.account()));
        Optional<Problem> problem = ChangeOrders.capability(order, CanonicalOperation.LIST);
        problem.ifPresentOrElse(refused -> Answers.refuse(exchange, refused), () -> Reads.ask(order, CanonicalOperation.LIST));
    }

    public void absorb(Exchange exchange) {
        Order order = Order.of(exchange);
        Page page = page(exchange);
        conclusion.read(exchange).ifPresent(result -> learn(page, order.getAccount(), result));
    }

    private void learn(Page page, String account, ObjectNode result) {
        Map<String, JsonNode> told = new HashMap<>();
        result.path("items").forEach(item -> told.put(item.path("providerSubscriptionId").asText(), item));
        for (int i = 0; i < page.found.size(); i++) {
            Subscription known = page.found.get(i);
            if (known.account().equals(account) && !known.heldHere()) {
                learn(page, i, told.get(known.providerSubscriptionId()));
            }
        }
    }

    private void learn(Page page, int index, JsonNode item) {
        Subscription known = page.found.get(index);
        if (item instanceof ObjectNode patch) {
            page.found.set(index, reads.learned(known, patch));
        } else if (!known.status().isFinal()) {
            page.missing.add(known.id());
        }
    }

    public void show(Exchange exchange) {
        Page page = page(exchange);
        ObjectNode json = Answers.page(page.found, page.limit, page::view, Subscription::id);
        Answers.give(exchange, Answers.json(200, json, Order.of(exchange)));
    }

    /** What has been found, and one subscription for each account still to be asked. */
    public static final class Page {

        private static final Notice MISSING = new Notice("missing-at-provider", null,
                "The provider's list does not hold this subscription; this is what the gateway has on record.");

        private final List<Subscription> found;
        private final int limit;
        private final Deque<Subscription> asking;
        private final List<String> missing = new ArrayList<>();

        private Page(List<Subscription> found, int limit, boolean refresh) {
            this.found = new ArrayList<>(found);
            this.limit = limit;
            Map<String, Subscription> byAccount = new HashMap<>();
            found.stream().filter(s -> refresh && !s.heldHere()).forEach(s -> byAccount.putIfAbsent(s.account(), s));
            this.asking = new ArrayDeque<>(byAccount.values());
        }

        /** Whether an account still has to be asked; read by the route. */
        public boolean isAsking() {
            return !asking.isEmpty();
        }

        private ObjectNode view(Subscription subscription) {
            ObjectNode view = SubscriptionView.of(subscription);
            return missing.contains(subscription.id()) ? SubscriptionView.withNotices(view, Notices.json(List.of(MISSING))) : view;
        }
    }
}
