package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Foresight;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Verdict;
import io.patchbay.routing.Router;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plays a create through, by the steps that a real one goes through, up to where it would be written down and sent. Nothing is written or
 * sent, and no item of a pool is taken.
 */
final class Rehearsal {

    private final Placing placing;
    private final Alternatives alternatives;

    Rehearsal(Router router, Wiring wiring, ActivationTimes times) {
        this.placing = new Placing(router, wiring, times);
        this.alternatives = new Alternatives(router, wiring);
    }

    /**
     * @param id    of the subscription, by which weights are shared out
     * @param taken whether something that was ordered before stands in the way
     */
    Rehearsed play(Order order, String id, Supplier<Optional<Problem>> taken) {
        return placing.timed(order).or(taken).or(() -> placing.placed(order, id)).map(problem -> Rehearsed.refused(order, problem))
                .orElseGet(() -> order.isCarried() ? carried(order) : held(order));
    }

    /** What will be sent when its time has come, by today's data. */
    private static Rehearsed held(Order order) {
        return new Rehearsed(order, Rehearsed.Outcome.HELD, Foresight.of(order.unit.walk(CanonicalOperation.CREATE, order.context)), null);
    }

    private Rehearsed carried(Order order) {
        if (order.connection.isBarred()) {
            return elsewhere(order, alternatives.isAny(order) ? Judgement.beforeOpening(order, Recourse.barred(order.connection)) : Carriage.barred(order));
        }
        if (order.walk.next() instanceof Next.End end) {
            Verdict verdict = Judgement.ofWhole(order, end.verdict());
            Problem problem = Judgement.beforeOpening(order, end.verdict());
            return Judgement.isPassing(order, verdict) ? elsewhere(order, problem) : Rehearsed.refused(order, problem);
        }
        return going(order, Rehearsed.Outcome.SENT);
    }

    private Rehearsed elsewhere(Order order, Problem otherwise) {
        if (alternatives.next(order).isPresent()) {
            return going(order, Rehearsed.Outcome.SENT);
        }
        return alternatives.waits(order) ? going(order, Rehearsed.Outcome.QUEUED) : Rehearsed.refused(order, otherwise);
    }

    private static Rehearsed going(Order order, Rehearsed.Outcome outcome) {
        return new Rehearsed(order, outcome, Foresight.of(order.walk), null);
    }
}
