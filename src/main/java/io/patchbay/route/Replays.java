package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.Claim;
import io.patchbay.operation.IdempotencyKeys;
import io.patchbay.operation.Operations;
import io.patchbay.operation.OperationView;
import io.patchbay.operation.References;
import io.patchbay.operation.Replay;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Answers a request whose idempotency key has been seen before; any other passes. A new order is not asked about at once where its own commit will tell, whether by
 * its key or by its reference.
 */
@Component("replays")
class Replays {

    private final IdempotencyKeys keys;
    private final References references;
    private final Operations operations;

    Replays(IdempotencyKeys keys, References references, Operations operations) {
        this.keys = keys;
        this.references = references;
        this.operations = operations;
    }

    /** For what claims its key with its first commit, which finds out whether it is known: it is only looked up where that is likely. */
    public void answerIfLikely(Exchange exchange) {
        Order order = Order.of(exchange);
        order.unasked = isPlain(order.inbound) && !keys.isLikely(order.inbound.claim());
        if (!order.unasked) {
            answerIfKnown(exchange);
        }
    }

    /** Whether it will claim its key together with others. */
    private static boolean isPlain(Inbound order) {
        return order.claim() != null && !order.async() && order.hasBody();
    }

    /** Before anything is done for it but to claim its key and its reference, which it may hold by now. @return whether it was answered */
    boolean answersUnasked(Exchange exchange) {
        Order order = Order.of(exchange);
        return order.opened == null && (order.unasked && answersKnown(exchange) || order.referenceUnasked && refusesTaken(exchange, order));
    }

    private boolean answersKnown(Exchange exchange) {
        answerIfKnown(exchange);
        return exchange.isRouteStop();
    }

    private boolean refusesTaken(Exchange exchange, Order order) {
        order.referenceUnasked = false;
        Optional<Problem> taken = NewOrders.taken(order, references);
        taken.ifPresent(problem -> Answers.refuse(exchange, problem));
        return taken.isPresent();
    }

    /** A refusal of what may be known already: then it was not refused the first time. */
    void refuse(Exchange exchange, Problem problem) {
        if (!answersUnasked(exchange)) {
            Answers.refuse(exchange, problem);
        }
    }

    public void answerIfKnown(Exchange exchange) {
        Order order = Order.of(exchange);
        boolean referenceUnasked = order.referenceUnasked;
        order.unasked = false;
        // an order that is known has its reference itself: if nobody can say whether it is known, nor can anybody say whose that is
        order.referenceUnasked = false;
        if (order.inbound.claim() != null) {
            keys.replay(order.inbound.claim()).ifPresent(known -> answer(exchange, known));
        }
        order.referenceUnasked = referenceUnasked;
    }

    /** @param claim null if the order came without a key @return the answer kept under the key; empty while there is none */
    Optional<Replay.Answered> answered(Claim claim) {
        return Optional.ofNullable(claim).filter(known -> known.fingerprint() != null).flatMap(keys::replay)
                .filter(Replay.Answered.class::isInstance).map(Replay.Answered.class::cast);
    }

    private void answer(Exchange exchange, Replay known) {
        switch (known) {
            case Replay.Answered first -> again(exchange, first);
            case Replay.Abandoned abandoned -> becameOf(exchange, abandoned.operationId());
            case Replay.InFlight running -> inFlight(exchange, running.operationId());
            case Replay.Reused other -> Answers.refuse(exchange, Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was used in the last 24 hours with another method, path or body. Use a new key for a new request."));
        }
    }

    private static void again(Exchange exchange, Replay.Answered first) {
        Map<String, String> headers = new HashMap<>(first.headers());
        headers.put("Idempotency-Replayed", "true");
        Answers.give(exchange, new Replay.Answered(first.status(), headers, first.body()));
        exchange.setRouteStop(true);
    }

    private static void inFlight(Exchange exchange, String operationId) {
        Answers.refuse(exchange, Refused.inFlight().operation(operationId));
    }

    private void becameOf(Exchange exchange, String operationId) {
        Order order = Order.of(exchange);
        operations.find(order.inbound.tenant(), operationId).ifPresentOrElse(
                operation -> again(exchange, Answers.located(Answers.json(202, OperationView.of(operation), order), "/v1/operations/" + operationId)),
                () -> inFlight(exchange, operationId));
    }
}
