package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.operation.Operations;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Scheduling;
import io.patchbay.routing.Configuration;
import io.patchbay.schedule.Timetable;
import io.patchbay.seal.SealedFields;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import io.patchbay.subscription.Subscriptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

class ChangeOrdersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String TOMORROW = "2026-11-22T20:00:00Z";

    private final Subscriptions subscriptions = mock(Subscriptions.class);
    private final Carriers carriers = new Carriers();
    private final ChangeOrders orders = new ChangeOrders(carriers, subscriptions, new Collisions(mock(Replays.class), subscriptions, mock(Operations.class)),
            new HeldActivations(mock(SealedFields.class, AdditionalAnswers.returnsFirstArg())), new ActivationTimes(new Timetable(Period.ofYears(2))));
    private final ObjectNode body = JsonNodeFactory.instance.objectNode();

    @BeforeEach
    void a_shell_at_a_provider_in_service() {
        ProviderUnit unit = ProviderUnits.load(new UnitDirectories(Path.of("routes"), Path.of("mappings"), Path.of("contracts")), Clock.systemUTC())
                .unit("telegent").orElseThrow();
        Connection connection = mock(Connection.class);
        when(connection.account()).thenReturn(new Account("globex", "telegent", "Globex", URI.create("http://localhost"), Map.of(),
                JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null));
        carriers.inService(unit);
        carriers.inService(new Carrier(unit, connection));
        stored(new Subscription("sub_1", "acme", null, SubscriptionStatus.PENDING, "telegent", "globex", null, "mobile-10gb", "cust-1", null, null,
                null, null, JsonNodeFactory.instance.objectNode().put("shell", true), 0, NOW, NOW));
    }

    @Test
    void a_time_that_the_gateway_keeps_is_held_and_is_no_part_of_what_the_provider_is_asked() {
        body.put("at", TOMORROW);
        Order order = order();

        orders.activate(exchange(order));

        assertThat(order.context.at("/command/activation").isObject()).isTrue();
        assertThat(order.context.at("/command/activation").has("at")).isFalse();
        Subscription held = order.effect.succeeded(order.subscription, JsonNodeFactory.instance.objectNode());
        assertThat(held.scheduledAt()).isEqualTo(TOMORROW);
        assertThat(held.details().toString()).contains(TOMORROW);
    }

    @Test
    void the_subscription_is_read_once() {
        orders.pause(exchange(order()));
        verify(subscriptions, times(1)).find(any(), any());
    }

    private void stored(Subscription subscription) {
        when(subscriptions.find("acme", "sub_1")).thenReturn(Optional.of(subscription));
    }

    private Order order() {
        Inbound inbound = new Inbound("activateSubscription", "acme", Map.of("id", "sub_1"), Map.of(), body, true, null, false);
        return new Order(inbound, new Configuration(1, Map.of(), List.of(), Map.of(), Map.of(), List.of()), "op_1", NOW);
    }

    private static Exchange exchange(Order order) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Order.PROPERTY, order);
        return exchange;
    }
}
