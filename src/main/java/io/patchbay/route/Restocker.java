package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Pool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks a provider for free items, page by page, until the pool has got one that it did not know. */
@Component
class Restocker {

    private final Pool pool;
    private final Clock clock;

    Restocker(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    void begin(Order order, Next.Reserve wanted) {
        order.restocking = new Order.Restocking(wanted, order.unit.restock(wanted.pool(), order.walk));
        ask(order);
    }

    void ask(Order order) {
        if (order.restocking.walk().next() instanceof Next.Send send) {
            order.underWay(send, clock.instant());
        } else {
            order.walk = order.restocking.walk();
            order.restocking = null;
        }
    }

    void absorb(Order order, Walk after, Verdict verdict) {
        Next.Reserve wanted = order.restocking.wanted();
        order.restocking = null;
        if (verdict.outcome() != OutcomeClass.SUCCEEDED) {
            order.walk = after;
            return;
        }
        ObjectNode listed = ((Next.End) after.next()).result();
        if (pool.restock(order.getAccount(), wanted.pool(), wanted.key(), items(listed)) == 0) {
            nextPage(order, wanted, listed.path("next"));
        }
    }

    private static void nextPage(Order order, Next.Reserve wanted, JsonNode next) {
        if (next.isMissingNode() || next.isNull()) {
            order.restockedInVain = true;
        } else {
            order.restocking = new Order.Restocking(wanted, order.unit.restock(wanted.pool(), order.walk, next));
        }
    }

    private static List<String> items(ObjectNode listed) {
        List<String> items = new ArrayList<>();
        listed.path("items").forEach(item -> items.add(item.asText()));
        return items;
    }
}
