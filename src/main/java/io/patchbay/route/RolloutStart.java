package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationProblem;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Guard;
import io.patchbay.routing.Proposed;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Slice;
import io.patchbay.routing.Step;
import io.patchbay.routing.Trial;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Begins a rollout: makes the whole document of what is proposed, holds it against everything a change must meet, and tries it out. */
@Component("rolloutStart")
class RolloutStart {

    private static final Logger log = LoggerFactory.getLogger(RolloutStart.class);

    /** What came into force between the reading and the writing is built upon, unless the author named what they have seen. */
    private static final int TRIES = 5;

    private final Rollouts rollouts;
    private final RolloutDesk desk;
    private final ConfigurationStore configurations;
    private final List<ChangeCondition> conditions;

    RolloutStart(Rollouts rollouts, RolloutDesk desk, ConfigurationStore configurations, List<ChangeCondition> conditions) {
        this.rollouts = rollouts;
        this.desk = desk;
        this.configurations = configurations;
        this.conditions = conditions;
    }

    public void begin(Exchange exchange) {
        Order order = Order.of(exchange);
        refusal(order.inbound).ifPresentOrElse(problem -> Answers.refuse(exchange, problem), () -> begun(exchange, order));
    }

    /** Somebody may have been so fast as to end it again. */
    private void begun(Exchange exchange, Order order) {
        rollouts.current().ifPresentOrElse(rollout -> Answers.give(exchange, Answers.located(desk.shown(201, rollout, order), "/admin/v1/rollout")),
                () -> Answers.refuse(exchange, Problem.of(ProblemCode.REVISION_CONFLICT, "It was begun and has ended already; see GET /admin/v1/rollouts/steps.")));
    }

    /** @return empty once it has begun */
    private Optional<Problem> refusal(Inbound inbound) {
        JsonNode body = inbound.body();
        if (body.has("document") == body.has("patch")) {
            return Optional.of(Refused.field("", "one-of", "Give either `document`, the whole configuration, or `patch`, what changes in it."));
        }
        Optional<Problem> bake = RolloutTerms.bake(body.path("guard"));
        return bake.isPresent() ? bake : begun(inbound, TRIES);
    }

    private Optional<Problem> begun(Inbound inbound, int tries) {
        Step now = configurations.step();
        if (now.candidate() != null) {
            return Optional.of(occupied(now.candidate()));
        }
        long based = inbound.body().path("based").asLong(now.stable());
        ObjectNode before = configurations.revision(now.stable()).document();
        ObjectNode document = inbound.body().get("document") instanceof ObjectNode whole ? whole : (ObjectNode) merged(before, inbound.body().get("patch"));
        return based != now.stable() ? Optional.of(conflict(now.stable())) : switch (configurations.proposed(document)) {
            case Proposed.Invalid invalid -> Optional.of(invalid(invalid.problems()));
            case Proposed.Valid valid -> begun(inbound, document, valid.configuration(), based, tries);
        };
    }

    private Optional<Problem> begun(Inbound inbound, ObjectNode document, Configuration after, long based, int tries) {
        Configuration before = configurations.current();
        Optional<Problem> against = RolloutTerms.unknownTenants(inbound.body().path("slice"), tenants(before, after))
                .or(() -> against(inbound, before, after, document));
        return against.isPresent() ? against : begun(inbound, document, based, tries);
    }

    private Optional<Problem> against(Inbound inbound, Configuration before, Configuration after, ObjectNode document) {
        ProposedChange change = new ProposedChange(inbound.actor(), before, after, document, inbound.body().path("preview").textValue(),
                inbound.body().path("skipCredentialCheck").textValue());
        return conditions.stream().map(condition -> condition.refuses(change)).flatMap(Optional::stream).findFirst();
    }

    private Optional<Problem> begun(Inbound inbound, ObjectNode document, long based, int tries) {
        JsonNode body = inbound.body();
        Trial trial = new Trial(Slice.of(body.path("slice")), Guard.of(body.path("guard")));
        return switch (rollouts.begin(document, inbound.actor(), body.path("reason").asText(), based, trial)) {
            case Activation.Activated begun -> told(inbound, begun.revision(), trial);
            case Activation.Unchanged same -> Optional.of(Refused.field(body.has("patch") ? "/patch" : "/document", "unchanged",
                    "That is what revision " + same.revision() + " says already; there is nothing to try out."));
            case Activation.Outdated outdated -> tries > 1 && !body.has("based") ? begun(inbound, tries - 1) : Optional.of(conflict(outdated.current()));
            case Activation.Occupied occupied -> Optional.of(occupied(occupied.candidate()));
            case Activation.Invalid invalid -> Optional.of(invalid(invalid.problems()));
        };
    }

    private static Optional<Problem> told(Inbound inbound, long revision, Trial trial) {
        log.info("Revision {} is tried out for {} by administrator {}; it is taken back by itself if its orders fail more often", revision,
                trial.slice().json(), inbound.actor());
        return Optional.empty();
    }

    private static Set<String> tenants(Configuration before, Configuration after) {
        Set<String> tenants = new HashSet<>(before.tenants().keySet());
        tenants.addAll(after.tenants().keySet());
        return tenants;
    }

    private static Problem occupied(long candidate) {
        return Problem.of(ProblemCode.ROLLOUT_IN_PROGRESS, "Revision " + candidate
                + " is being tried out. Complete it or roll it back first; see GET /admin/v1/rollout.");
    }

    private static Problem conflict(long current) {
        return Problem.of(ProblemCode.REVISION_CONFLICT, "Revision " + current + " is in force by now. Read it and decide again.");
    }

    private static Problem invalid(List<ConfigurationProblem> problems) {
        List<FieldError> errors = problems.stream().map(problem -> new FieldError(problem.pointer(), null, "invalid", problem.message())).toList();
        String detail = errors.size() == 1 ? errors.getFirst().message() : "There are " + errors.size() + " things to correct in the configuration; see errors.";
        return Problem.of(ProblemCode.INVALID_CONFIGURATION, detail).errors(errors);
    }

    /** As RFC 7396 has it: null takes away. */
    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode known ? known.deepCopy() : JsonNodeFactory.instance.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merged(merged.get(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }
}
