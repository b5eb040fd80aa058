package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Pool;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks a provider for free items, page by page, until the pool has got one that it did not know. */
@Component
class Restocker {

    /** As many as any list may have. A provider whose pages lead round in a circle must not hold an order for ever. */
    static final int MOST_PAGES = 400;

    /** What was ordered was never asked for, so it may be ordered again. */
    private static final ProviderAnswer ENDLESS = new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, "The list of free items does not end.");


    private final Pool pool;

    Restocker(Pool pool) {
        this.pool = pool;
    }

    void begin(Order order, Next.Reserve wanted) {
        order.restocking = new Order.Restocking(wanted, order.unit.restock(wanted.pool(), order.walk), 1);
        ask(order);
    }

    void ask(Order order) {
        if (order.restocking.walk().next() instanceof Next.Send send) {
            order.underWay(send);
        } else {
            order.walk = order.restocking.walk();
            order.restocking = null;
        }
    }

    void absorb(Order order, Walk after, Verdict verdict) {
        if (order.renews(verdict.outcome())) {
            return;
        }
        Order.Restocking asked = order.restocking;
        order.restocking = null;
        if (verdict.outcome() == OutcomeClass.SUCCEEDED) {
            stock(order, asked, ((Next.End) after.next()).result());
        } else {
            order.walk = after;
        }
    }

    private void stock(Order order, Order.Restocking asked, ObjectNode listed) {
        Next.Reserve wanted = asked.wanted();
        if (pool.restock(order.getAccount(), wanted.pool(), wanted.key(), items(listed)) == 0) {
            nextPage(order, asked, listed.path("next"));
        }
    }

    private static void nextPage(Order order, Order.Restocking asked, JsonNode next) {
        if (next.isMissingNode() || next.isNull()) {
            order.restockedInVain = true;
        } else if (asked.page() >= MOST_PAGES) {
            order.walk = asked.walk().answered(ENDLESS);
        } else {
            Walk page = order.unit.restock(asked.wanted().pool(), order.walk, next);
            order.restocking = new Order.Restocking(asked.wanted(), page, asked.page() + 1);
        }
    }

    private static List<String> items(ObjectNode listed) {
        List<String> items = new ArrayList<>();
        listed.path("items").forEach(item -> items.add(item.asText()));
        return items;
    }
}
