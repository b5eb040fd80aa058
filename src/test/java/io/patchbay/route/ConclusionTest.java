package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Operations;
import io.patchbay.routing.Configuration;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

class ConclusionTest {

    private final Journal journal = mock(Journal.class);
    private final Withdrawals withdrawals = mock(Withdrawals.class);
    private final Conclusion conclusion = new Conclusion(journal, mock(Operations.class), mock(Collisions.class), mock(OperationMetrics.class), withdrawals);

    @Test
    void an_order_that_may_or_may_not_have_got_into_the_queue_is_withdrawn_for_its_caller_is_refused() {
        TransactionSystemException lost = new TransactionSystemException("lost");
        when(journal.record(any(), any())).thenThrow(lost);
        Order order = queued();
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Order.PROPERTY, order);

        assertThatThrownBy(() -> conclusion.conclude(exchange)).isSameAs(lost);

        verify(withdrawals).remember(order, lost);
    }

    private static Order queued() {
        Order order = new Order(new Inbound("createSubscription", "acme", Map.of(), Map.of(), JsonNodeFactory.instance.objectNode(), true, null, false),
                new Configuration(1, Map.of(), List.of(), Map.of(), Map.of(), List.of()), "op_1", Instant.EPOCH);
        order.unit = ProviderUnits.load(new UnitDirectories(Path.of("routes"), Path.of("mappings"), Path.of("contracts")), Clock.systemUTC())
                .unit("connect").orElseThrow();
        order.does = CanonicalOperation.CREATE;
        order.creates = true;
        order.subscription = new Subscription("sub_1", "acme", null, SubscriptionStatus.PENDING, "connect", "acme-connect", null, "o", "c", null, null,
                null, "op_1", JsonNodeFactory.instance.objectNode(), 0, Instant.EPOCH, Instant.EPOCH);
        order.way.barred = new Verdict(OutcomeClass.UNAVAILABLE_NOT_SENT, "breaker-open", null, null, null);
        order.way.rest = Duration.ofSeconds(1);
        return order;
    }
}
