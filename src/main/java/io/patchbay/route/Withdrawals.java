package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Phase;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * Orders that were refused, with the word that nothing was sent, because the answer to the commit that wrote them down was lost and the
 * database could not be asked. Some of them are there all the same: they are taken back as soon as it answers, so that nobody finds them
 * later and carries them out. Kept in memory: the order of a node that ends before that is asked about like any whose node is gone.
 */
@Component("withdrawals")
class Withdrawals {

    static final String RULE = "withdrawn";

    /** So late no commit arrives that was on its way. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int MOST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);

    private final Map<String, Withdrawal> pending = new ConcurrentHashMap<>();
    private final Journal journal;
    private final Operations operations;
    private final OperationMetrics metrics;
    private final Clock clock;

    Withdrawals(Journal journal, Operations operations, OperationMetrics metrics, Clock clock) {
        this.journal = journal;
        this.operations = operations;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param lost what came instead of the answer to the commit; without a transaction there was none */
    void remember(Order order, RuntimeException lost) {
        if (lost instanceof CannotCreateTransactionException || lost instanceof CannotGetJdbcConnectionException) {
            return;
        }
        if (pending.size() >= MOST) {
            log.error("Operation {} may have been written down and cannot be withdrawn, {} others wait for that; if it was, it is asked about when its "
                    + "lease ends", order.operationId, MOST);
            return;
        }
        log.warn("Nobody can say whether operation {} was written down ({}); nothing was sent, and it is withdrawn as soon as the database answers",
                order.operationId, lost.getClass().getSimpleName());
        pending.put(order.operationId, new Withdrawal(closing(order, clock.instant()), clock.instant()));
    }

    /** Tries all of them; what cannot be done now is tried again the next time. */
    public void withdraw() {
        try {
            pending.values().stream().filter(this::isOver).forEach(over -> pending.remove(over.closing().operation().id()));
        } catch (DataAccessException | TransactionException away) {
            log.debug("Orders wait to be withdrawn ({}); tried again in seconds", away.getClass().getSimpleName());
        }
    }

    private boolean isOver(Withdrawal withdrawal) {
        Operation operation = withdrawal.closing().operation();
        if (journal.close(withdrawal.closing()).isPresent()) {
            metrics.ended(operation);
            log.info("Operation {} had been written down and was withdrawn; nothing of it was sent", operation.id());
            return true;
        }
        Optional<Operation> found = operations.find(operation.tenant(), operation.id());
        found.filter(other -> !other.state().isFinal()).ifPresent(other ->
                log.warn("Operation {} was taken over before it could be withdrawn; it is asked about, though its caller was told that nothing was sent",
                        operation.id()));
        return found.isPresent() || withdrawal.since().plus(PATIENCE).isBefore(clock.instant());
    }

    /** Refused under the fence of the node that wrote it down: once another one has taken it over, it is that one's. */
    private static Closing closing(Order order, Instant now) {
        List<Attempt> attempts = order.attempts.stream().map(attempt -> attempt.endedAt() == null ? unsent(attempt, now) : attempt).toList();
        Operation operation = order.asOf(OperationState.REJECTED, outcome());
        Operation withdrawn = operation.with(operation.state(), operation.outcome(), null, operation.notices(), attempts);
        return new Closing(withdrawn, order.subscription, order.effect::postponed, null, order.inbound.claim(),
                subscription -> Conclusion.accepted(order, withdrawn), List.of(), true);
    }

    private static Attempt unsent(Attempt attempt, Instant now) {
        return attempt.ended(Phase.NEVER_SENT.name(), now, null, OutcomeClass.UNAVAILABLE_NOT_SENT.name(), RULE, attempt.exchange());
    }

    private static ObjectNode outcome() {
        return JsonNodeFactory.instance.objectNode().put("class", OutcomeClass.UNAVAILABLE_NOT_SENT.name()).put("rule", RULE)
                .put("next", Judgement.next(OutcomeClass.UNAVAILABLE_NOT_SENT));
    }

    private record Withdrawal(Closing closing, Instant since) {
    }
}
