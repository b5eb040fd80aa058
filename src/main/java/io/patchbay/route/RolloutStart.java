package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.routing.Guard;
import io.patchbay.routing.Revision;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Slice;
import io.patchbay.routing.Trial;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Begins a rollout: a change like any other, but it comes into force for some first. */
@Component("rolloutStart")
class RolloutStart {

    private static final Logger log = LoggerFactory.getLogger(RolloutStart.class);

    private final Rollouts rollouts;
    private final RolloutDesk desk;
    private final Authoring authoring;

    RolloutStart(Rollouts rollouts, RolloutDesk desk, Authoring authoring) {
        this.rollouts = rollouts;
        this.desk = desk;
        this.authoring = authoring;
    }

    public void begin(Exchange exchange) {
        Order order = Order.of(exchange);
        WholeEdit edit = new WholeEdit(order.inbound.body());
        edit.refusal().or(() -> RolloutTerms.bake(order.inbound.body().path("guard"))).or(() -> begun(order.inbound, edit))
                .ifPresentOrElse(problem -> Answers.refuse(exchange, problem), () -> begun(exchange, order));
    }

    /** Somebody may have been so fast as to end it again. */
    private void begun(Exchange exchange, Order order) {
        rollouts.current().ifPresentOrElse(rollout -> Answers.give(exchange, Answers.located(desk.shown(201, rollout, order), "/admin/v1/rollout")),
                () -> Answers.refuse(exchange, Authoring.conflict("It was begun and has ended already; see GET /admin/v1/rollouts/steps.")));
    }

    /** @return empty once it has begun */
    private Optional<Problem> begun(Inbound inbound, WholeEdit edit) {
        JsonNode body = inbound.body();
        Trial trial = new Trial(Slice.of(body.path("slice")), Guard.of(body.path("guard")));
        Change change = authoring.change(Mandate.ofBody(inbound).to(Purpose.TRIAL), base -> forKnown(body.path("slice"), edit, base),
                (document, author, reason, based) -> rollouts.begin(document, author, reason, based, trial));
        return switch (change) {
            case Change.Not(Problem problem) -> Optional.of(problem);
            case Change.Made made when made.isNew() -> told(inbound, made, trial);
            case Change.Made same -> Optional.of(Refused.field(body.has("patch") ? "/patch" : "/document", "unchanged",
                    "That is what revision " + same.now().number() + " says already; there is nothing to try out."));
        };
    }

    /** A change for tenants that exist now or with it. */
    private static Edit.Edited forKnown(JsonNode slice, WholeEdit edit, Revision base) {
        Edit.Edited edited = edit.on(base);
        if (!(edited instanceof Edit.Edited.To(ObjectNode document))) {
            return edited;
        }
        Set<String> tenants = new HashSet<>();
        base.document().path("tenants").fieldNames().forEachRemaining(tenants::add);
        document.path("tenants").fieldNames().forEachRemaining(tenants::add);
        return RolloutTerms.unknownTenants(slice, tenants).<Edit.Edited>map(Edit.Edited.Not::new).orElse(edited);
    }

    private static Optional<Problem> told(Inbound inbound, Change.Made made, Trial trial) {
        log.info("Revision {} is tried out for {} by administrator {}; it is taken back by itself if its orders fail more often", made.now().number(),
                trial.slice().json(), inbound.actor());
        return Optional.empty();
    }
}
