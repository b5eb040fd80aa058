package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.Replay;
import io.patchbay.routing.Advance;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Rollout;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Slice;
import io.patchbay.routing.Step;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How operators see a rollout and go on with it, or back. Who names the step they have seen, in {@code If-Match}, goes on from no other. */
@Component("rolloutDesk")
class RolloutDesk {

    private static final Logger log = LoggerFactory.getLogger(RolloutDesk.class);

    private static final String CURSOR = "step";

    private final Rollouts rollouts;
    private final ConfigurationStore configurations;
    private final Clock clock;

    RolloutDesk(Rollouts rollouts, ConfigurationStore configurations, Clock clock) {
        this.rollouts = rollouts;
        this.configurations = configurations;
        this.clock = clock;
    }

    public void show(Exchange exchange) {
        rollouts.current().ifPresentOrElse(rollout -> Answers.give(exchange, shown(200, rollout, Order.of(exchange))),
                () -> Answers.refuse(exchange, nothingTried()));
    }

    /** With the step as its version. */
    Replay.Answered shown(int status, Rollout rollout, Order order) {
        Replay.Answered answer = Answers.json(status, RolloutView.of(rollout, clock.instant()), order);
        answer.headers().put("ETag", tag(rollout.step()));
        return answer;
    }

    public void widen(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        JsonNode slice = inbound.body().path("slice");
        RolloutTerms.unknownTenants(slice, RolloutTerms.tenants(configurations.inForce())).ifPresentOrElse(problem -> Answers.refuse(exchange, problem),
                () -> went(exchange, rollouts.widen(Slice.of(slice), seen(inbound), inbound.actor(), reason(inbound))));
    }

    public void complete(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        went(exchange, rollouts.complete(seen(inbound), inbound.actor(), reason(inbound)));
    }

    public void rollBack(Exchange exchange) {
        Inbound inbound = Order.of(exchange).inbound;
        went(exchange, rollouts.rollBack(seen(inbound), inbound.actor(), reason(inbound)));
    }

    private void went(Exchange exchange, Advance advance) {
        switch (advance) {
            case Advance.Made made -> Answers.give(exchange, went(made.step(), Order.of(exchange)));
            case Advance.NothingTried nothing -> Answers.refuse(exchange, nothingTried());
            case Advance.Outdated outdated -> Answers.refuse(exchange, Problem.of(ProblemCode.PRECONDITION_FAILED, "The rollout is at "
                    + tag(outdated.now()) + " by now (" + outdated.now().kind() + "); read it at GET /admin/v1/rollout and decide again."));
        }
    }

    private Replay.Answered went(Step step, Order order) {
        log.info("Rollout: {} by administrator {}, as step {}; revision {} is in force for everybody on whom nothing is tried out", step.kind(),
                order.inbound.actor(), step.number(), step.stable());
        Replay.Answered answer = Answers.json(200, RolloutView.of(step, before(step)), order);
        answer.headers().put("ETag", tag(step));
        return answer;
    }

    private Step before(Step step) {
        return configurations.steps(step.number(), 1).stream().findFirst().orElse(null);
    }

    /** @return null if they mean whatever goes on; a number no step has if what they say is none */
    private static Long seen(Inbound inbound) {
        String said = inbound.ifMatch() == null ? "*" : inbound.ifMatch().strip();
        return said.equals("*") ? null : said.matches("\"\\d{1,18}\"") ? Long.valueOf(said.substring(1, said.length() - 1)) : Long.valueOf(-1);
    }

    private static String tag(Step step) {
        return "\"" + step.number() + "\"";
    }

    private static String reason(Inbound inbound) {
        return inbound.body().path("reason").asText();
    }

    private static Problem nothingTried() {
        return Problem.of(ProblemCode.NOT_FOUND, "Nothing is being tried out; GET /admin/v1/rollouts/steps says what was.");
    }

    public void steps(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> cursor = Lists.before(exchange, order, CURSOR);
        if (exchange.isRouteStop()) {
            return;
        }
        int limit = Lists.limit(order);
        List<Step> found = configurations.steps(cursor.map(RolloutDesk::number).orElse(Long.MAX_VALUE), limit + 1);
        Map<Step, Step> before = new HashMap<>();
        for (int i = 1; i < found.size(); i++) {
            before.put(found.get(i - 1), found.get(i));
        }
        Answers.give(exchange, Answers.json(200, Answers.page(found, limit, step -> RolloutView.of(step, before.get(step)), RolloutDesk::id), order));
    }

    private static String id(Step step) {
        return CURSOR + "_%032x".formatted(step.number());
    }

    private static long number(String id) {
        return Long.parseUnsignedLong(id.substring(id.length() - 16), 16);
    }
}
