package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationFilter;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.OperationView;
import io.patchbay.operation.Operations;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.routing.Offering;
import io.patchbay.routing.Rule;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What can be looked up without asking a provider: operations, offerings, accounts. */
@Component("register")
class Register {

    private static final List<OperationKind> HELD_HERE =
            List.of(OperationKind.ACTIVATE, OperationKind.MOVE_ACTIVATION, OperationKind.DROP_ACTIVATION, OperationKind.UPDATE);

    private final Operations operations;
    private final Carriers carriers;
    private final Janitor janitor;

    Register(Operations operations, Carriers carriers, Janitor janitor) {
        this.operations = operations;
        this.carriers = carriers;
        this.janitor = janitor;
    }

    public void operation(Exchange exchange) {
        Order order = Order.of(exchange);
        found(exchange, order).ifPresentOrElse(
                operation -> Answers.give(exchange, Answers.json(200, OperationView.of(operation), order)),
                () -> Answers.refuse(exchange, Refused.notFound("The operation")));
    }

    /** Reading an operation whose outcome is not known has its provider asked. */
    private Optional<Operation> found(Exchange exchange, Order order) {
        String id = order.inbound.path().get("operationId");
        Optional<Operation> found = operations.find(order.inbound.tenant(), id);
        if (found.filter(operation -> operation.state() == OperationState.UNKNOWN || operation.state() == OperationState.SENDING).isEmpty()) {
            return found;
        }
        janitor.settleForReader(found.get(), exchange);
        return operations.find(order.inbound.tenant(), id);
    }

    public void operations(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional<String> before = Lists.before(exchange, order, "op");
        if (exchange.isRouteStop()) {
            return;
        }
        List<Operation> found = operations.page(
                OperationFilter.of(order.inbound.tenant(), order.inbound.query(), before.orElse(null), Lists.limit(order)));
        Answers.give(exchange, Answers.json(200, Answers.page(found, Lists.limit(order), OperationView::of, Operation::id), order));
    }

    public void offerings(Exchange exchange) {
        Order order = Order.of(exchange);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        order.configuration.offerings().values().stream()
                .filter(offering -> offering.isOfferedTo(order.inbound.tenant()))
                .sorted(Comparator.comparing(Offering::id))
                .forEach(offering -> items.add(view(order, offering)));
        Answers.give(exchange, Answers.json(200, page, order));
    }

    public void offering(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional.ofNullable(order.configuration.offerings().get(order.inbound.path().get("productOfferingId")))
                .filter(offering -> offering.isOfferedTo(order.inbound.tenant()))
                .ifPresentOrElse(offering -> Answers.give(exchange, Answers.json(200, view(order, offering), order)),
                        () -> Answers.refuse(exchange, Refused.notFound("The offering")));
    }

    private ObjectNode view(Order order, Offering offering) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("productOfferingId", offering.id()).put("name", offering.name());
        if (offering.description() != null) {
            json.put("description", offering.description());
        }
        Optional<ProviderUnit> unit = provider(order, offering);
        unit.ifPresent(known -> json.put("provider", known.sheet().name()));
        ArrayNode capabilities = json.putArray("capabilities");
        unit.ifPresent(known -> capabilities(known).forEach(capabilities::add));
        return json;
    }

    /** The provider's own, and what the gateway does for each of them: it holds shells, dates and names itself. */
    private static Set<String> capabilities(ProviderUnit unit) {
        Set<String> words = new LinkedHashSet<>();
        Arrays.stream(CanonicalOperation.values()).filter(unit::offers).map(CanonicalOperation::word).forEach(words::add);
        HELD_HERE.stream().map(OperationKind::word).forEach(words::add);
        return words;
    }

    /** Only told where it is the same for every order: one provider behind all of the tenant's rules. */
    private Optional<ProviderUnit> provider(Order order, Offering offering) {
        List<String> providers = order.configuration.rules().stream()
                .filter(rule -> rule.tenant().equals(order.inbound.tenant()))
                .flatMap(rule -> accounts(order, rule))
                .map(Account::provider).filter(offering.plans()::containsKey).distinct().toList();
        return providers.size() == 1 ? carriers.unit(providers.getFirst()) : Optional.empty();
    }

    private static Stream<Account> accounts(Order order, Rule rule) {
        return rule.targets().stream().map(target -> order.configuration.accounts().get(target.account()));
    }

    public void accounts(Exchange exchange) {
        Order order = Order.of(exchange);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        order.configuration.accounts().values().stream().sorted(Comparator.comparing(Account::name))
                .forEach(account -> items.add(view(order, account)));
        Answers.give(exchange, Answers.json(200, page, order));
    }

    private ObjectNode view(Order order, Account account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("account", account.name()).put("provider", account.provider());
        json.put("title", account.title() == null ? account.name() : account.title());
        json.put("baseUrl", account.baseUrl().toString());
        ArrayNode tenants = json.putArray("tenants");
        order.configuration.rules().stream()
                .filter(rule -> accounts(order, rule).anyMatch(account::equals)).map(Rule::tenant).distinct().sorted().forEach(tenants::add);
        json.put("state", account.state().word());
        json.put("breaker", carriers.connection(account).map(Connection::breaker).map(breaker -> breaker.getState().name()).orElse("DISABLED"));
        return json.put("inFlight", carriers.connection(account).map(Connection::inFlight).orElse(0));
    }
}
