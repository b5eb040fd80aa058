package io.patchbay.route;

import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Retry;
import io.patchbay.mapping.Verdict;
import io.patchbay.provider.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What becomes of an order that certainly was not carried out, for a reason that passes: the same call once more, another account, the
 * queue, or a refusal. Whatever a provider may have acted on never comes here again.
 */
@Component("recourse")
class Recourse {

    private static final Logger log = LoggerFactory.getLogger(Recourse.class);

    private static final Retry FROM_QUEUE = new Retry(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(5));

    private final Carriage carriage;
    private final Alternatives alternatives;
    private final Replays replays;
    private final OperationMetrics metrics;
    private final Clock clock;
    private final Duration longest;

    Recourse(Carriage carriage, Alternatives alternatives, Replays replays, OperationMetrics metrics, Clock clock,
            @Value("${patchbay.queue.longest:24h}") Duration longest) {
        this.carriage = carriage;
        this.alternatives = alternatives;
        this.replays = replays;
        this.metrics = metrics;
        this.clock = clock;
        this.longest = longest;
    }

    /** An open breaker costs nothing: it is answered before anything is written, unless the order may go elsewhere or wait. */
    public void admit(Exchange exchange) {
        Order order = Order.of(exchange);
        if (order.connection.isBarred() && !alternatives.isAny(order)) {
            carriage.admit(exchange);
        }
    }

    /** While the breaker of its account is open, or that is in maintenance, an order makes no call, and so leaves no evidence of one either. */
    public void bar(Exchange exchange) {
        Order order = Order.of(exchange);
        if (order.isCalling() && order.connection.isBarred()) {
            order.sending = null;
            order.way.barred = barred(order.connection);
        }
    }

    static Verdict barred(Connection connection) {
        boolean maintenance = connection.isInMaintenance();
        return new Verdict(OutcomeClass.UNAVAILABLE_NOT_SENT, maintenance ? "maintenance" : "breaker-open", null, connection.sheet().breaker().open(),
                maintenance ? "The account is in maintenance." : "The circuit breaker of the account is open.");
    }

    /** Decides how it goes on once a provider's calls have come to an end. */
    public void consider(Exchange exchange) {
        Order order = Order.of(exchange);
        boolean passing = Judgement.isPassing(order, verdict(order));
        if (!passing && !order.isAway()) {
            order.way.decide();
        } else if (replays.answersUnasked(exchange)) {
            // nothing of it is tried again elsewhere or later that was answered before
            order.way.decide();
        } else if (!(passing && repeats(order)) && !failsOver(order)) {
            order.backHome();
            giveUp(order);
        }
    }

    private static Verdict verdict(Order order) {
        return Judgement.ofWhole(order, order.end().verdict());
    }

    /** What comes out of the queue has waited already, and a breaker that is finding out gets no more calls than it asked for. */
    private boolean repeats(Order order) {
        Retry retry = order.unit.sheet().retry();
        Duration wait = longer(retry.wait(order.way.repeats), told(order));
        boolean sensible = order.way.barred == null && order.way.before != null && order.doubt.tries() == 0
                && !order.connection.isBarred() && !order.connection.isFindingOut();
        if (!sensible || order.way.repeats >= retry.attempts() || wait.compareTo(retry.longest()) > 0) {
            return false;
        }
        metrics.recourse("retry", order.connection);
        order.walk = order.way.before;
        order.way.repeat(wait);
        return true;
    }

    private boolean failsOver(Order order) {
        Optional<Placement> left = alternatives.next(order);
        left.ifPresent(from -> {
            metrics.recourse("failover", from.connection());
            log.info("Operation {} goes on from account {} to account {}: nothing of it was done, and it is sent there at once",
                    order.operationId, from.account(), order.getAccount());
        });
        return left.isPresent();
    }

    private void giveUp(Order order) {
        Verdict verdict = verdict(order);
        Duration rest = rest(order);
        boolean promised = order.isPromised();
        boolean inTime = clock.instant().plus(rest).isBefore(order.at.plus(longest));
        if (inTime && (promised || alternatives.waits(order))) {
            queue(order, verdict, rest);
        } else if (promised) {
            log.warn("Operation {} ({} at account {}) could not be sent in {}: it ends REJECTED and nothing was sent; its idempotency key may be used again",
                    order.operationId, order.kind.word(), order.getAccount(), longest);
        }
        order.way.decide();
    }

    private void queue(Order order, Verdict verdict, Duration rest) {
        metrics.recourse("queue", order.connection);
        if (order.walk.next() instanceof Next.End && order.way.before != null) {
            order.walk = order.way.before;
        }
        order.walk = order.walk.rewound();
        order.way.barred = verdict;
        order.way.rest = rest;
        if (order.doubt.tries() == 0) {
            log.info("Operation {} ({} at account {}) is put into the queue by rule {}: nothing was sent, and it is taken up again in {}, then ever more seldom",
                    order.operationId, order.kind.word(), order.getAccount(), verdict.rule(), rest);
        }
    }

    private static Duration rest(Order order) {
        Duration breaker = order.connection.isBarred() ? order.connection.sheet().breaker().open() : Duration.ZERO;
        return longer(longer(FROM_QUEUE.wait(order.doubt.tries()), breaker), told(order));
    }

    private static Duration told(Order order) {
        return Judgement.told(order, order.end().verdict());
    }

    private static Duration longer(Duration one, Duration other) {
        return Collections.max(List.of(one, other));
    }
}
