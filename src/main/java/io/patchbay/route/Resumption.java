package io.patchbay.route;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Notice;
import io.patchbay.operation.Claim;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Taken;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.subscription.Subscriptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Makes an order of an operation that was written down, so that any node can find out about it and go on where it stood. */
@Component
class Resumption {

    private static final TypeReference<List<Notice>> NOTICES = new TypeReference<>() {
    };

    private final Operations operations;
    private final Subscriptions subscriptions;
    private final Carriers carriers;
    private final ConfigurationStore configurations;
    private final ActivationTimes times;
    private final ObjectMapper json;

    Resumption(Operations operations, Subscriptions subscriptions, Carriers carriers, ConfigurationStore configurations, ActivationTimes times,
            ObjectMapper json) {
        this.operations = operations;
        this.subscriptions = subscriptions;
        this.carriers = carriers;
        this.configurations = configurations;
        this.times = times;
        this.json = json;
    }

    /**
     * @return the order as it stood when it was last written down; its unit or connection is null while its provider is out of service
     *         on this node, and it has neither context nor walk if it was written down by a version that kept none
     * @throws IllegalStateException if what is sealed in it was sealed with another key
     */
    Order order(Taken taken) {
        Operation operation = taken.operation();
        ObjectNode context = operation.context() == null ? null : operations.context(operation);
        Order order = known(taken, operations.command(operation));
        if (context != null) {
            // should another account have to carry it, that has to know of what time the order speaks; whether it is one was asked when it came
            times.read(order, order.inbound.body().path("activation"), "/activation");
            goOn(order, context, operation.progress());
        }
        return order;
    }

    /**
     * The order as far as it takes to write down what a person found out: nothing is opened and nothing goes on, so that it works as well
     * where the seal's key is lost, the provider out of service, or the operation written down by a version that kept no context.
     */
    Order forPerson(Taken taken) {
        Order order = known(taken, taken.operation().command());
        order.effect = Effects.of(order, mode(taken.operation()));
        return order;
    }

    /** As its mappings were told; where that is not known, an order without activation was for a shell. */
    static String mode(Operation operation) {
        String told = operation.context() == null ? "" : operation.context().at("/operation/mode").asText();
        boolean shell = operation.kind() == OperationKind.CREATE && !operation.command().has("activation");
        return !told.isEmpty() ? told : shell ? "shell" : "immediate";
    }

    private Order known(Taken taken, ObjectNode command) {
        Operation operation = taken.operation();
        Order order = new Order(inbound(operation, command), configurations.inForce().of(operation.revision()), operation.id(), operation.createdAt());
        order.kind = operation.kind();
        order.creates = operation.kind() == OperationKind.CREATE;
        order.subscription = subscriptions.find(operation.tenant(), operation.subscriptionId()).orElseThrow();
        order.carriedBy(carriers.to(order.configuration, operation.provider(), operation.account()));
        order.notices = notices(operation.notices());
        order.opened = operation;
        order.doubt = taken.doubt();
        order.attempts.addAll(operation.attempts());
        return order;
    }

    private static void goOn(Order order, ObjectNode context, ObjectNode progress) {
        JsonNode operation = context.path("operation");
        order.context = context;
        order.does = CanonicalOperation.of(operation.path("kind").asText()).orElseThrow();
        order.effect = Effects.of(order, operation.path("mode").asText());
        if (order.unit != null) {
            order.walk = progress == null ? order.unit.walk(order.does, context) : order.unit.resume(order.does, context, progress);
        }
    }

    /** As it came through the door; it was promised an answer later. */
    private static Inbound inbound(Operation operation, ObjectNode command) {
        Claim claim = operation.key() == null ? null : new Claim(operation.tenant(), operation.key(), null);
        return new Inbound(null, operation.tenant(), Map.of("id", operation.subscriptionId()), Map.of(), command,
                true, claim, true);
    }

    private List<Notice> notices(ArrayNode stored) {
        return Optional.ofNullable(stored).map(array -> json.convertValue(array, NOTICES)).orElse(List.of());
    }
}
