package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import io.patchbay.routing.Tallies;
import io.patchbay.routing.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * Counts how an order of a tenant was answered, for the revision that decided it, while one is tried out. It is watched from where it
 * fits the contract, so that nothing is held against a revision that would have been refused under any; an answer that was given before is not counted. What
 * comes of it after its answer is not counted: an order in doubt stays one in doubt, and one that is carried out later by its date was taken well.
 */
@Component("orderTally")
class OrderTally {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whatever fits the contract and is refused so was refused for what the configuration chose: the account, its provider, the offering's plan. */
    private static final Set<String> OURS = codes(EnumSet.of(ProblemCode.INVALID, ProblemCode.CAPABILITY_MISSING, ProblemCode.REFUSED_BY_PROVIDER,
            ProblemCode.NO_ROUTE, ProblemCode.PROVIDER_THROTTLED));

    /** It says nothing about this order, but that there was one before, or about the database alone, which is the same for all revisions. */
    private static final Set<String> NOBODYS = codes(EnumSet.of(ProblemCode.IDEMPOTENCY_KEY_IN_FLIGHT, ProblemCode.IDEMPOTENCY_KEY_REUSED, ProblemCode.NOT_READY));

    private static final Set<String> IN_DOUBT = Set.of(OperationState.UNKNOWN.name(), OperationState.NEEDS_ATTENTION.name());

    private final Tallies tallies;

    OrderTally(Tallies tallies) {
        this.tallies = tallies;
    }

    /** What an administrator does is no order. */
    public void watch(Exchange exchange) {
        Order order = Order.of(exchange);
        if (order.inbound.tenant() != null) {
            order.listener = answer -> heard(order, answer);
        }
    }

    private void heard(Order order, Replay.Answered answer) {
        long revision = order.configuration.revision();
        if (tallies.counts(revision)) {
            of(answer).ifPresent(tally -> {
                order.listener = again -> { };
                tallies.count(revision, tally);
            });
        }
    }

    /** @return empty if it is not the answer to this order, or not the last one */
    static Optional<Tally> of(Replay.Answered answer) {
        if (answer.headers().containsKey("Idempotency-Replayed")) {
            return Optional.empty();
        }
        return switch (answer.status()) {
            case 202 -> taken(body(answer).path("state").asText());
            case 409, 422, 429, 503 -> refused(body(answer).path("code").asText(), answer.status());
            default -> Optional.of(answer.status() >= 500 ? Tally.ERROR : Tally.WELL);
        };
    }

    /** What waits in the queue could not be sent to anybody: that is no success of the revision that chose whom to send it to. */
    private static Optional<Tally> taken(String state) {
        if (state.equals(OperationState.RECEIVED.name())) {
            return Optional.empty();
        }
        return Optional.of(IN_DOUBT.contains(state) ? Tally.UNKNOWN : state.equals(OperationState.QUEUED.name()) ? Tally.ERROR : Tally.WELL);
    }

    private static Optional<Tally> refused(String code, int status) {
        return NOBODYS.contains(code) ? Optional.empty() : Optional.of(status >= 500 || OURS.contains(code) ? Tally.ERROR : Tally.WELL);
    }

    private static JsonNode body(Replay.Answered answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException("An answer of ours is not readable", broken);
        }
    }

    private static Set<String> codes(Set<ProblemCode> codes) {
        return codes.stream().map(ProblemCode::code).collect(Collectors.toUnmodifiableSet());
    }
}
