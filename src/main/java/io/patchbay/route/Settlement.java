package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.access.Caller;
import io.patchbay.audit.Act;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Taken;
import io.patchbay.operation.Takeovers;
import io.patchbay.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Ends an operation by the word of a person. Nothing is sent, and an operation that a node is working on is left to it. */
@Component("settlement")
class Settlement {

    private static final Logger log = LoggerFactory.getLogger(Settlement.class);

    /** A look at the provider is over by then, mostly. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Operations operations;
    private final Subscriptions subscriptions;
    private final Takeovers takeovers;
    private final Resumption resumption;
    private final Journal journal;
    private final Recorded recorded;
    private final OperationMetrics metrics;
    private final Clock clock;

    Settlement(Operations operations, Subscriptions subscriptions, Takeovers takeovers, Resumption resumption, Journal journal, Recorded recorded,
            OperationMetrics metrics, Clock clock) {
        this.operations = operations;
        this.subscriptions = subscriptions;
        this.takeovers = takeovers;
        this.resumption = resumption;
        this.journal = journal;
        this.recorded = recorded;
        this.metrics = metrics;
        this.clock = clock;
    }

    public void settle(Exchange exchange) {
        Order request = Order.of(exchange);
        String id = request.inbound.path().get("operationId");
        Statement statement = statement(exchange, request);
        refusal(id, statement).or(() -> ended(id, statement)).ifPresentOrElse(
                problem -> Answers.refuse(exchange, problem),
                () -> Answers.give(exchange, Answers.json(200, Desk.view(operations.findAny(id).orElseThrow()), request)));
    }

    private Statement statement(Exchange exchange, Order request) {
        Caller caller = Caller.of(exchange.getMessage(PlatformHttpMessage.class).getRequest()).orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Statement(request.inbound.body(), caller.keyId(), now);
    }

    private Optional<Problem> refusal(String id, Statement statement) {
        return operations.findAny(id)
                .map(found -> found.state().isFinal() ? Optional.of(settled(found)) : statement.refusal(found,
                        subscriptions.find(found.tenant(), found.subscriptionId()).orElseThrow()))
                .orElseGet(() -> Optional.of(Refused.notFound("The operation")));
    }

    private Optional<Problem> ended(String id, Statement statement) {
        return takeovers.waiting(id).map(taken -> ended(taken, statement)).orElseGet(() -> Optional.of(elsewhere(id)));
    }

    private Optional<Problem> ended(Taken taken, Statement statement) {
        try {
            Closing closing = closing(taken, statement);
            if (!recorded.act(act(taken.operation(), statement), () -> journal.close(closing).isPresent())) {
                return Optional.of(elsewhere(taken.operation().id()));
            }
            told(closing.operation(), statement);
            return Optional.empty();
        } catch (DuplicateKeyException taker) {
            takeovers.giveBack(taken, SOON);
            return Optional.of(Refused.providerSubscriptionTaken());
        } catch (RuntimeException fault) {
            givenBack(taken, fault);
            throw fault;
        }
    }

    private void givenBack(Taken taken, RuntimeException fault) {
        try {
            takeovers.giveBack(taken, SOON);
        } catch (DataAccessException | TransactionException away) {
            fault.addSuppressed(away);
        }
    }

    /** The answer that was given under the idempotency key stays; where none was, repeating it tells how the operation stands. */
    private Closing closing(Taken taken, Statement statement) {
        Order order = resumption.forPerson(taken);
        Operation open = taken.operation();
        Operation operation = open.with(statement.state(), statement.outcome(), null, open.notices(), open.attempts());
        ObjectNode result = statement.result(open);
        return new Closing(operation, order.subscription, known -> Conclusion.change(order, operation.state(), known, result), null, null,
                subscription -> Conclusion.accepted(order, operation), Conclusion.ended(order, operation, result), false);
    }

    /** The outcome holds the rest, for as long as the operation is kept; what may be personal stays there. */
    private static Act act(Operation open, Statement statement) {
        return new Act(statement.by(), "operation.settled", "operations/" + open.id(), statement.said().path("reason").textValue(),
                state(open.state()), state(statement.state()));
    }

    private static ObjectNode state(OperationState state) {
        return JsonNodeFactory.instance.objectNode().put("state", state.name());
    }

    private void told(Operation operation, Statement statement) {
        metrics.ended(operation);
        log.info("Operation {} ({} of tenant {}) was settled as {} by administrator {}; its outcome says why", operation.id(),
                operation.kind().word(), operation.tenant(), operation.state(), statement.by());
    }

    /** Somebody else has it, or has ended it just now. */
    private Problem elsewhere(String id) {
        Operation found = operations.findAny(id).orElseThrow();
        return found.state().isFinal() ? settled(found) : Problem.of(ProblemCode.OPERATION_BUSY,
                "The operation is " + found.state() + " and being worked on right now. Try again in a moment.").operation(id).retryAfter(SOON);
    }

    private static Problem settled(Operation found) {
        return Problem.of(ProblemCode.ALREADY_SETTLED, "The operation is " + found.state() + " already; nothing was changed.").operation(found.id());
    }
}
