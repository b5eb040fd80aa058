package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Look;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import io.patchbay.operation.Taken;
import io.patchbay.operation.Takeovers;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import io.patchbay.testing.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that was stopped while another one took its operation over writes nothing more to it, and sends nothing more for it. */
class FencingTest {

    private static final Party PARTY = Party.TELEGENT;

    @TempDir
    static Path workspace;

    static Gateway gateway;

    private Takeovers takeovers;
    private Journal journal;
    private Rows rows;
    private String operation;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void an_operation_whose_answer_was_lost() {
        gateway.reset();
        takeovers = gateway.application().getBean(Takeovers.class);
        journal = gateway.application().getBean(Journal.class);
        rows = new Rows(gateway.database());
        PARTY.faulty(gateway, PARTY.createCall, "drop-after");
        operation = PARTY.create(gateway).text("/operationId");
    }

    @Test
    void only_one_node_has_it_while_the_lease_lasts() {
        assertThat(takeovers.waiting(operation)).isPresent();
        assertThat(takeovers.waiting(operation)).isEmpty();
        assertThat(takeovers.due(accountOfOperation(), 10)).extracting(taken -> taken.operation().id()).doesNotContain(operation);
    }

    @Test
    void the_node_that_had_it_before_writes_nothing_any_more() {
        Taken paused = takeovers.waiting(operation).orElseThrow();
        leaseEnds();
        Taken now = takeovers.waiting(operation).orElseThrow();

        assertThat(journal.looked(paused.operation(), new Look(true, false, true), Duration.ZERO)).isFalse();
        assertThat(journal.close(rejecting(paused.operation()))).isEmpty();
        assertThat(journal.advance(() -> Optional.of(paused.operation()))).isInstanceOf(Opening.LeaseLost.class);

        assertThat(rows.texts("select state from operation where operation_id = ?", operation)).containsExactly("UNKNOWN");
        assertThat(rows.texts("select absences from operation where operation_id = ?", operation)).containsExactly("0");
        assertThat(now.operation().fence()).isEqualTo(paused.operation().fence() + 1);
        assertThat(journal.looked(now.operation(), new Look(true, false, true), Duration.ZERO)).isTrue();
    }

    @Test
    void what_only_the_node_that_had_it_before_was_answered_is_kept_as_evidence() {
        onLastAttempt("ended_at = null");
        Taken paused = takeovers.waiting(operation).orElseThrow();
        leaseEnds();
        Taken now = takeovers.waiting(operation).orElseThrow();

        assertThat(journal.close(answered(paused.operation()))).isEmpty();

        assertThat(ended("late")).containsExactly("ANSWERED 400 late");
        assertThat(rows.texts("select state from operation where operation_id = ?", operation)).containsExactly("UNKNOWN");
        assertThat(PARTY.operation(gateway, operation).path("attempts")).last().matches(shown -> shown.path("rule").asText().equals("late"));
        assertThat(journal.close(rejecting(now.operation()))).isPresent();
        assertThat(ended("late")).as("the other node never saw it").containsExactly("ANSWERED 400 late");
    }

    @Test
    void late_evidence_does_not_end_what_another_node_is_sending_under_the_same_number() {
        Taken paused = takeovers.waiting(operation).orElseThrow();
        onLastAttempt("ended_at = null, rule = 'theirs', started_at = started_at + interval '1 second'");
        leaseEnds();
        takeovers.waiting(operation).orElseThrow();

        assertThat(journal.close(answered(paused.operation()))).isEmpty();

        assertThat(rows.texts("select rule from attempt where operation_id = ? and ended_at is null", operation)).containsExactly("theirs");
    }

    @Test
    void late_evidence_of_a_settled_operation_changes_no_outcome() {
        onLastAttempt("ended_at = null");
        Taken paused = takeovers.waiting(operation).orElseThrow();
        leaseEnds();
        assertThat(journal.close(rejecting(takeovers.waiting(operation).orElseThrow().operation()))).isPresent();

        assertThat(journal.close(answered(paused.operation()))).isEmpty();

        assertThat(ended("late")).containsExactly("ANSWERED 400 late");
        assertThat(rows.texts("select state from operation where operation_id = ?", operation)).containsExactly("REJECTED");
        assertThat(rows.texts("select number from attempt where operation_id = ? and request is not null", operation)).isEmpty();
    }

    private void onLastAttempt(String change) {
        rows.execute("update attempt set " + change + " where operation_id = '" + operation + "' and number = "
                + "(select max(number) from attempt where operation_id = '" + operation + "')");
    }

    /** What has ended does not change any more, so only the one that was open may have the rule. */
    private List<String> ended(String rule) {
        return rows.texts("select concat_ws(' ', phase, http_status, rule) from attempt where operation_id = ? and rule = ? and ended_at is not null",
                operation, rule);
    }

    private static Closing answered(Operation paused) {
        List<Attempt> ended = paused.attempts().stream()
                .map(attempt -> attempt.ended("ANSWERED", Instant.EPOCH, 400, "REJECTED", "late", attempt.exchange())).toList();
        return rejecting(paused.with(paused.state(), paused.outcome(), paused.progress(), paused.notices(), ended));
    }

    @Test
    void what_a_dead_node_was_sending_is_unknown_from_then_on() {
        rows.execute("update operation set state = 'SENDING', outcome = null, lost_at = null, due_at = clock_timestamp(), lease_until = clock_timestamp()"
                + " where operation_id = '" + operation + "'");

        Taken taken = takeovers.due(accountOfOperation(), 10).stream().filter(due -> due.operation().id().equals(operation)).findFirst().orElseThrow();

        assertThat(taken.operation().state()).isEqualTo(OperationState.UNKNOWN);
        assertThat(taken.operation().outcome().path("rule").asText()).isEqualTo("node-lost");
        assertThat(taken.doubt().sinceLost()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_request_whose_lease_ended_before_it_could_leave_is_not_sent(@TempDir Path elsewhere) {
        gateway.faults(PARTY.provider, "[]");
        try (Gateway slow = gateway.second(elsewhere, Map.of("patchbay.operation.lease", "1ns"))) {
            long arrived = PARTY.arrived(slow, "POST /v1.0/subscribers/create");

            // the other node's janitor may have taken it up meanwhile, which then is the answer
            assertThat(PARTY.create(slow).status()).isIn(503, 202);

            assertThat(PARTY.arrived(slow, "POST /v1.0/subscribers/create")).isEqualTo(arrived);
        }
    }

    private String accountOfOperation() {
        return rows.texts("select account from operation where operation_id = ?", operation).getFirst();
    }

    private void leaseEnds() {
        rows.execute("update operation set lease_until = clock_timestamp(), due_at = clock_timestamp() where operation_id = '" + operation + "'");
    }

    private static Closing rejecting(Operation taken) {
        Subscription known = gateway.application().getBean(Subscriptions.class).find(taken.tenant(), taken.subscriptionId()).orElseThrow();
        Operation refused = taken.with(OperationState.REJECTED, JsonNodeFactory.instance.objectNode(), null, taken.notices(), taken.attempts());
        return new Closing(refused, known, subscription -> subscription, null, null, done -> new Replay.Answered(200, Map.of(), null), List.of(), false);
    }
}
