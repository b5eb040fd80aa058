package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.patchbay.operation.Journal;
import io.patchbay.operation.Operation;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Pool;
import io.patchbay.routing.Configuration;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

class DraftingTest {

    private final Journal journal = mock(Journal.class);
    private final Operations operations = mock(Operations.class);
    private final Withdrawals withdrawals = mock(Withdrawals.class);
    private final Drafting drafting = new Drafting(journal, operations, mock(Pool.class), Clock.systemUTC(), mock(Collisions.class),
            mock(Restocker.class), withdrawals);
    private final Order order = new Order(new Inbound("createSubscription", "acme", Map.of(), Map.of(), null, false, null, false),
            new Configuration(1, Map.of(), List.of(), Map.of(), Map.of(), List.of()), "op_1", Instant.EPOCH);

    @BeforeEach
    void the_answer_to_the_commit_is_lost() {
        when(journal.open(any())).thenThrow(new TransactionSystemException("lost"));
    }

    @Test
    void an_order_that_is_found_written_down_goes_on() {
        Operation written = new Operation("op_1", "acme", "sub_1", null, null, null, "p", "a", 1, null, null, null, null, null, List.of(), null, 1, Instant.EPOCH, Instant.EPOCH);
        when(operations.find("acme", "op_1")).thenReturn(Optional.of(written));

        drafting.writeDown(null, order);

        assertThat(order.opened).isSameAs(written);
        verify(withdrawals, never()).remember(any(), any());
    }

    @Test
    void an_order_that_is_not_there_was_not_written_and_is_not_sent() {
        when(operations.find("acme", "op_1")).thenReturn(Optional.empty());

        assertThatThrownBy(() -> drafting.writeDown(null, order)).isInstanceOf(TransactionSystemException.class);

        assertThat(order.opened).isNull();
        verify(withdrawals).remember(eq(order), any());
    }

    @Test
    void an_order_that_nobody_can_look_for_is_not_sent_and_withdrawn_later() {
        when(operations.find("acme", "op_1")).thenThrow(new DataAccessResourceFailureException("away"));

        assertThatThrownBy(() -> drafting.writeDown(null, order)).isInstanceOf(TransactionSystemException.class);

        verify(withdrawals).remember(eq(order), any());
    }
}
