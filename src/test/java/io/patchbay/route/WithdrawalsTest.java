package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Replay;
import io.patchbay.routing.Configuration;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

@ExtendWith(OutputCaptureExtension.class)
class WithdrawalsTest {

    private final Journal journal = mock(Journal.class);
    private final Operations operations = mock(Operations.class);
    private final Clock clock = mock(Clock.class);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Withdrawals withdrawals = new Withdrawals(journal, operations, new OperationMetrics(meters), clock);

    WithdrawalsTest() {
        when(clock.instant()).thenReturn(Instant.EPOCH);
    }

    private static Order order() {
        Order order = new Order(new Inbound("createSubscription", "acme", Map.of(), Map.of(), JsonNodeFactory.instance.objectNode(), true, null, false),
                new Configuration(1, Map.of(), List.of(), Map.of(), Map.of(), List.of()), "op_1", Instant.EPOCH);
        order.kind = OperationKind.CREATE;
        order.creates = true;
        order.effect = Effects.created(order, false);
        order.subscription = new Subscription("sub_1", "acme", null, SubscriptionStatus.PENDING, "p", "a", null, "o", "c", null, null, null,
                "op_1", JsonNodeFactory.instance.objectNode(), 0, Instant.EPOCH, Instant.EPOCH);
        order.attempts.add(new Attempt(1, "create", "MAYBE_SENT", Instant.EPOCH, null, null, null, null, "d", null,
                JsonNodeFactory.instance.objectNode(), null, null, null));
        return order;
    }

    private void refused() {
        withdrawals.remember(order(), new TransactionSystemException("lost"));
    }

    private void found(OperationState state) {
        Operation operation = order().asOf(state, null);
        when(operations.find("acme", "op_1")).thenReturn(Optional.of(operation));
    }

    private void isForgotten() {
        clearInvocations(journal);
        withdrawals.withdraw();
        verifyNoInteractions(journal);
    }

    @Test
    void what_was_written_down_is_refused_as_never_sent_and_counted(CapturedOutput output) {
        when(journal.close(any())).thenReturn(Optional.of(new Replay.Answered(503, Map.of(), null)));
        refused();

        withdrawals.withdraw();

        ArgumentCaptor<Closing> closing = ArgumentCaptor.forClass(Closing.class);
        verify(journal).close(closing.capture());
        Operation operation = closing.getValue().operation();
        assertThat(operation.state()).isEqualTo(OperationState.REJECTED);
        assertThat(operation.fence()).isEqualTo(Operation.FIRST_FENCE);
        assertThat(operation.outcome().path("rule").asText()).isEqualTo("withdrawn");
        assertThat(operation.attempts().getFirst().phase()).isEqualTo("NEVER_SENT");
        assertThat(closing.getValue().repeatable()).isTrue();
        assertThat(closing.getValue().change().apply(order().subscription).status()).isEqualTo(SubscriptionStatus.FAILED);
        assertThat(meters.counter("patchbay.operations", "kind", "create", "provider", "p", "state", "REJECTED").count()).isOne();
        assertThat(output).contains("Operation op_1 had been written down and was withdrawn");
        isForgotten();
    }

    @Test
    void as_long_as_the_database_is_away_it_is_tried_again() {
        when(journal.close(any())).thenThrow(new DataAccessResourceFailureException("away"))
                .thenReturn(Optional.of(new Replay.Answered(503, Map.of(), null)));
        refused();

        withdrawals.withdraw();
        withdrawals.withdraw();

        isForgotten();
    }

    @Test
    void a_commit_may_be_late_but_not_for_ever() {
        when(journal.close(any())).thenReturn(Optional.empty());
        when(operations.find("acme", "op_1")).thenReturn(Optional.empty());
        refused();
        withdrawals.withdraw();
        clearInvocations(journal);

        when(clock.instant()).thenReturn(Instant.EPOCH.plus(Withdrawals.PATIENCE).plus(Duration.ofSeconds(1)));
        withdrawals.withdraw();

        verify(journal).close(any());
        isForgotten();
    }

    @Test
    void what_another_node_has_taken_over_is_left_to_it(CapturedOutput output) {
        when(journal.close(any())).thenReturn(Optional.empty());
        found(OperationState.UNKNOWN);
        refused();

        withdrawals.withdraw();

        assertThat(output).contains("Operation op_1 was taken over before it could be withdrawn");
        isForgotten();
    }

    @Test
    void what_has_ended_meanwhile_needs_no_words(CapturedOutput output) {
        when(journal.close(any())).thenReturn(Optional.empty());
        found(OperationState.REJECTED);
        refused();

        withdrawals.withdraw();

        assertThat(output).doesNotContain("was taken over");
        isForgotten();
    }

    @Test
    void without_a_transaction_there_is_nothing_to_withdraw() {
        withdrawals.remember(order(), new CannotCreateTransactionException("no connection"));

        isForgotten();
    }

    @Test
    void without_a_connection_there_is_nothing_to_withdraw() {
        withdrawals.remember(order(), new CannotGetJdbcConnectionException("none"));

        isForgotten();
    }
}
