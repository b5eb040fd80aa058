package io.patchbay.route;

import io.patchbay.mapping.Next;
import io.patchbay.mapping.Notice;
import io.patchbay.provider.Account;
import io.patchbay.routing.Decision;
import io.patchbay.routing.OnUnavailable;
import io.patchbay.routing.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What the routing rules allow for an order that its account cannot take: another account, or waiting. */
@Component
class Alternatives {

    private final Router router;
    private final Wiring wiring;

    Alternatives(Router router, Wiring wiring) {
        this.router = router;
        this.wiring = wiring;
    }

    boolean isAny(Order order) {
        return waits(order) || !left(order).isEmpty();
    }

    /** Whether the order is kept and sent later rather than refused. */
    boolean waits(Order order) {
        OnUnavailable policy = order.creates
                ? decision(order).map(Decision.Carried::onUnavailable).orElse(OnUnavailable.REJECT)
                : router.onUnavailable(order.configuration, order.inbound.tenant(), order.getAccount());
        return policy == OnUnavailable.QUEUE;
    }

    /**
     * Takes the order to the next account that can carry it: its steps begin anew there, with what that provider loses.
     *
     * @return how it stood where it comes from; empty if no account is left, and then it stands there still
     */
    Optional<Placement> next(Order order) {
        Placement here = Placement.of(order);
        order.way.visited.add(here.account());
        for (Account account : left(order)) {
            order.way.visited.add(account.name());
            if (isPlaced(order, account)) {
                order.way.goOn(here);
                order.notices = told(order);
                return Optional.of(here);
            }
            here.restore(order);
        }
        return Optional.empty();
    }

    /** Only a create goes elsewhere, and only one of which nothing can have been done. */
    private List<Account> left(Order order) {
        if (!order.creates || !EffectDone.impossibleBy(order)) {
            return List.of();
        }
        return decision(order).stream().flatMap(carried -> Stream.concat(Stream.of(carried.account()), carried.failover().stream()))
                .filter(account -> !account.name().equals(order.getAccount()) && !order.way.visited.contains(account.name()))
                .filter(account -> wiring.to(account).isPassable())
                .toList();
    }

    /** An order that was taken up again is routed anew: the same request and id give the same accounts. */
    private Optional<Decision.Carried> decision(Order order) {
        if (order.way.decision == null && router.decide(order.configuration, order.inbound.tenant(), order.inbound.body(), order.subscription.id())
                instanceof Decision.Carried carried) {
            order.way.decision = carried;
        }
        return Optional.ofNullable(order.way.decision);
    }

    /** A provider that refuses the order before anything is sent does not carry it; nor does one for which the gateway would only hold it. */
    private boolean isPlaced(Order order, Account account) {
        Carrier carrier = wiring.to(account);
        if (!carrier.isPassable()) {
            return false;
        }
        order.carriedBy(carrier);
        order.sending = null;
        NewOrders.Mode mode = NewOrders.Mode.of(order, account, order.unit.sheet());
        if (mode.isHeldHere()) {
            return false;
        }
        order.subscription = order.subscription.carriedBy(account.provider(), account.name());
        NewOrders.sent(order, order.way.decision.offering(), mode);
        order.restockedInVain = false;
        return !(order.walk.next() instanceof Next.End);
    }

    private static List<Notice> told(Order order) {
        List<Notice> notices = new ArrayList<>(order.notices);
        notices.add(new Notice("failed-over", null, "The order was to go to %s (account %s), which could not take it; %s (account %s) carries it.".formatted(
                order.way.home.unit().sheet().title(), order.way.home.account(), order.unit.sheet().title(), order.getAccount())));
        return notices;
    }
}
