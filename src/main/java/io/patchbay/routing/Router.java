package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which account carries a new subscription. The same configuration, request and subscription id always give the same
 * decision, so an order that is taken up again after a crash goes where it went before.
 */
public final class Router {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private final boolean tells;

    public Router() {
        this(true);
    }

    private Router(boolean tells) {
        this.tells = tells;
    }

    /** The same decisions for orders that nobody has sent: a rule that fails for one is no matter for the log. */
    public static Router ofThought() {
        return new Router(false);
    }

    /** @param command the canonical create request */
    public Decision decide(Configuration configuration, String tenant, ObjectNode command, String subscriptionId) {
        Deliberation deliberation = new Deliberation(configuration, tenant, command, subscriptionId);
        Decision decision = deliberation.decision();
        deliberation.failed().filter(rule -> tells).ifPresent(failed ->
                log.error("Routing rule {} of tenant {} cannot be evaluated for a request, which is refused; correct its predicate",
                        failed.id(), tenant));
        return decision;
    }

    /** The same decision, with how it came about. */
    public Reasoning reason(Configuration configuration, String tenant, ObjectNode command, String subscriptionId) {
        return new Deliberation(configuration, tenant, command, subscriptionId).reasoning();
    }

    /**
     * What becomes of a change to a subscription that exists when its account cannot be reached.
     *
     * @return what the tenant's first rule says that names the account, as a target or for failover
     */
    public OnUnavailable onUnavailable(Configuration configuration, String tenant, String account) {
        return configuration.rulesOf(tenant).stream()
                .filter(rule -> rule.names(account))
                .map(Rule::onUnavailable).findFirst().orElse(OnUnavailable.REJECT);
    }
}
