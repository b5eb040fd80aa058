package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.patchbay.limit.Turnstile;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.provider.Connection;
import io.patchbay.provider.InMaintenance;
import io.patchbay.provider.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The last moment before a request leaves. */
class ProviderCallTest {

    @Test
    void whatever_led_to_it_nothing_leaves_for_an_account_in_maintenance() {
        Turnstile turnstile = mock(Turnstile.class);
        Order order = new Order(null, null, "op_1", Instant.EPOCH);
        order.connection = mock(Connection.class);
        when(order.connection.isInMaintenance()).thenReturn(true);
        order.underWay(new Next.Send(new ProviderRequest("create", "POST", "/subscriptions", Map.of(), Map.of(), null), null));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Order.PROPERTY, order);
        ProviderCall call = new ProviderCall(turnstile, new Waits(System::nanoTime), Duration.ofMinutes(2));

        assertThatThrownBy(() -> call.depart(exchange)).isInstanceOf(InMaintenance.class);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new InMaintenance());
        call.remember(exchange);

        assertThat(order.sending.answer).isInstanceOfSatisfying(ProviderAnswer.NotAnswered.class, none -> assertThat(none.phase()).isEqualTo(Phase.NEVER_SENT));
        verify(order.connection, never()).departed();
        verifyNoInteractions(turnstile);
    }
}
