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
import io.patchbay.operation.PoolSearch;
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
    private final PoolSearch search;

    Restocker(Pool pool, PoolSearch search) {
        this.pool = pool;
        this.search = search;
    }

    /** Most of what was listed before the page that was read last is used by now, so the search goes on there. */
    void begin(Order order, Next.Reserve wanted) {
        JsonNode page = search.page(order.getAccount(), wanted.pool(), wanted.key()).orElse(null);
        order.restocking = Restocking.from(page, wanted, order.unit.restock(wanted.pool(), order.walk, page));
    }

    void ask(Order order) {
        if (order.restocking.walk().next() instanceof Next.Send send) {
            order.underWay(send);
        } else if (order.restocking.isWhereItBegan()) {
            turnTo(order, order.restocking.fromTheFirst(), null);
            ask(order);
        } else {
            order.walk = order.restocking.walk();
            order.restocking = null;
        }
    }

    void absorb(Order order, Walk after, Verdict verdict) {
        if (order.renews(verdict.outcome())) {
            return;
        }
        Restocking asked = order.restocking;
        order.restocking = null;
        if (verdict.outcome() == OutcomeClass.SUCCEEDED) {
            stock(order, asked, ((Next.End) after.next()).result());
        } else if (asked.isWhereItBegan() && speaksAgainstIt(order, verdict.outcome())) {
            turnTo(order, asked.fromTheFirst(), null);
        } else {
            order.walk = after;
        }
    }

    /** What providers say of a place that they do not know any more is seldom told; a call that was not answered says nothing of it. */
    private static boolean speaksAgainstIt(Order order, OutcomeClass outcome) {
        return outcome == OutcomeClass.REJECTED || outcome == OutcomeClass.UNKNOWN && order.sending.answer instanceof ProviderAnswer.Answered;
    }

    private void stock(Order order, Restocking asked, ObjectNode listed) {
        Next.Reserve wanted = asked.wanted();
        int fresh = pool.restock(order.getAccount(), wanted.pool(), wanted.key(), items(listed));
        search.reached(order.getAccount(), wanted.pool(), wanted.key(), asked.page());
        // Another order may have put the same page's items there a moment before.
        if (fresh == 0 && !pool.hasFree(order.getAccount(), wanted.pool(), wanted.key())) {
            goOn(order, asked, listed.path("next"));
        }
    }

    private static void goOn(Order order, Restocking asked, JsonNode next) {
        boolean last = next.isMissingNode() || next.isNull();
        if (last && asked.sawTheFirst() || asked.isRound(next)) {
            order.restockedInVain = true;
        } else if (asked.pages() >= MOST_PAGES) {
            order.walk = asked.walk().answered(ENDLESS);
        } else if (last) {
            turnTo(order, asked.fromTheFirst(), null);
        } else {
            turnTo(order, asked, next);
        }
    }

    private static void turnTo(Order order, Restocking asked, JsonNode page) {
        order.restocking = asked.turnedTo(page, order.unit.restock(asked.wanted().pool(), order.walk, page));
    }

    private static List<String> items(ObjectNode listed) {
        List<String> items = new ArrayList<>();
        listed.path("items").forEach(item -> items.add(item.asText()));
        return items;
    }
}
