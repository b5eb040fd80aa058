package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.READ_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import io.patchbay.operation.Takeovers;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened to operations after their answer, for whoever reads on from where they were. */
class EventsTest {

    private static final String REJECTED = "{\"outcome\": \"rejected\", \"reason\": \"Nothing of it at the provider\"}";

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        rows.execute("delete from event");
    }

    private static Answer lost(Party party) {
        party.faulty(gateway, party.createCall, "drop-after");
        Answer lost = party.create(gateway);
        assertThat(lost.status()).as(lost.body()).isEqualTo(202);
        rows.execute("update operation set due_at = null where operation_id = '" + lost.text("/operationId") + "'");
        return lost;
    }

    private static List<String> told(String operation) {
        return rows.texts("select type from event where operation_id = ? order by event_id", operation);
    }

    /** As if some seconds had passed. */
    private static void ripe() {
        rows.execute("update event set at = at - interval '1 minute'");
    }

    @Test
    void a_lost_answer_is_told_and_so_is_what_became_of_it() {
        String id = lost(Party.CONNECT).text("/operationId");
        assertThat(told(id)).containsExactly("operation.unknown");
        gateway.post(ADMIN, "/admin/v1/operations/" + id + "/settle", REJECTED);
        ripe();

        Answer page = gateway.get(READ_ONLY, "/v1/events");

        assertThat(page.json().path("items")).extracting(event -> event.path("type").asText()).containsExactly("operation.unknown", "operation.settled");
        JsonNode settled = page.json().at("/items/1");
        assertThat(settled.path("operationId").asText()).isEqualTo(id);
        assertThat(settled.at("/data/state").asText()).isEqualTo("REJECTED");
        assertThat(settled.at("/data/rule").asText()).isEqualTo("settled-by-person");
        assertThat(page.body()).doesNotContain("example.com", "Nothing of it");
    }

    @Test
    void an_order_that_was_answered_with_its_outcome_is_not_told_again() {
        Party.CONNECT.created(gateway);

        assertThat(rows.count("event")).isZero();
    }

    @Test
    void an_order_whose_caller_would_not_wait_is_told_once_it_is_settled() {
        String id = Party.CONNECT.create(gateway, "Prefer", "respond-async").text("/operationId");

        await().until(() -> !told(id).isEmpty());
        assertThat(told(id)).containsExactly("operation.settled");
        assertThat(Party.CONNECT.operation(gateway, id).path("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void an_order_that_tries_in_vain_and_waits_again_is_not_told_to_wait_again() {
        String id = lost(Party.CONNECT).text("/operationId");
        Operation waiting = closed(id, OperationState.QUEUED);
        rows.execute("update operation set state = 'SENDING' where operation_id = '" + id + "'");
        close(waiting);

        assertThat(told(id)).containsExactly("operation.unknown", "operation.queued");
        closed(id, OperationState.SUCCEEDED);
        assertThat(told(id)).containsExactly("operation.unknown", "operation.queued", "operation.settled");
    }

    private static Operation closed(String id, OperationState state) {
        Operation taken = gateway.application().getBean(Takeovers.class).waiting(id).orElseThrow().operation();
        Operation next = taken.with(state, JsonNodeFactory.instance.objectNode(), null, taken.notices(), taken.attempts());
        close(next);
        return next;
    }

    private static void close(Operation next) {
        Subscription known = gateway.application().getBean(Subscriptions.class).find(next.tenant(), next.subscriptionId()).orElseThrow();
        Closing closing = new Closing(next, known, subscription -> subscription, null, null, done -> new Replay.Answered(200, Map.of(), null), List.of(), false);
        assertThat(gateway.application().getBean(Journal.class).close(closing)).isPresent();
    }

    @Test
    void doubts_that_were_told_are_not_told_again_when_the_node_that_asked_once_more_is_lost() {
        String id = lost(Party.CONNECT).text("/operationId");
        rows.execute("update operation set state = 'SENDING', lease_until = now() where operation_id = '" + id + "'");

        assertThat(gateway.application().getBean(Takeovers.class).waiting(id)).isPresent();
        assertThat(told(id)).containsExactly("operation.unknown");
    }

    @Test
    void what_a_lost_node_was_sending_is_told_when_it_is_taken_over() {
        String id = lost(Party.CONNECT).text("/operationId");
        rows.execute("delete from event; update operation set state = 'SENDING', told = null, lease_until = now() where operation_id = '" + id + "'");
        Takeovers takeovers = gateway.application().getBean(Takeovers.class);

        assertThat(takeovers.waiting(id)).isPresent();
        assertThat(told(id)).containsExactly("operation.unknown");

        rows.execute("update operation set lease_until = now() where operation_id = '" + id + "'");
        assertThat(takeovers.waiting(id)).isPresent();
        assertThat(told(id)).as("it was UNKNOWN already").hasSize(1);
    }

    @Test
    void an_event_is_not_there_without_its_state() {
        rows.execute("create function no() returns trigger language plpgsql as 'begin raise exception ''no''; end'; "
                + "create trigger refusing before insert on event for each row execute function no()");
        try {
            Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
            String id = Party.CONNECT.create(gateway).text("/operationId");
            assertThat(rows.texts("select state from operation where operation_id = ?", id)).containsExactly("SENDING");
        } finally {
            rows.execute("drop trigger refusing on event; drop function no()");
        }
    }

    @Test
    void a_tenant_reads_its_own_events_only() {
        lost(Party.CONNECT);
        ripe();

        assertThat(gateway.get(GLOBEX, "/v1/events").json().toString()).isEqualTo("{\"items\":[]}");
        assertThat(gateway.get(ADMIN, "/v1/events").status()).isEqualTo(403);
    }

    @Test
    void events_can_be_narrowed_to_a_type() {
        lost(Party.CONNECT);
        ripe();

        assertThat(gateway.get(ACME, "/v1/events?type=operation.unknown").json().path("items")).hasSize(1);
        assertThat(gateway.get(ACME, "/v1/events?type=operation.settled").json().path("items")).isEmpty();
        assertThat(gateway.get(ACME, "/v1/events?type=operation.lost").status()).isEqualTo(422);
        assertThat(gateway.get(ACME, "/v1/events?cursor=x").status()).isEqualTo(400);
    }

    @Test
    void a_reader_goes_on_where_it_was_and_misses_nothing() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < 3; i++) {
            lost(Party.CONNECT);
            ripe();
            Answer page = gateway.get(ACME, "/v1/events?limit=1" + cursor);
            page.json().path("items").forEach(event -> seen.add(event.path("eventId").asText()));
            cursor = "&cursor=" + page.text("/nextCursor");
        }
        Answer end = gateway.get(ACME, "/v1/events?limit=1" + cursor);

        assertThat(seen).isEqualTo(rows.texts("select event_id from event order by event_id")).hasSize(3);
        assertThat(end.json().path("items")).isEmpty();
        assertThat("&cursor=" + end.text("/nextCursor")).isEqualTo(cursor);
    }

    @Test
    void an_event_shows_after_a_while() {
        lost(Party.CONNECT);

        await().until(() -> gateway.get(ACME, "/v1/events").json().path("items").size() == 1);
    }

    @Test
    void no_event_is_shown_before_one_that_is_still_being_written() throws SQLException {
        try (Connection slow = gateway.database().dataSource().getConnection()) {
            slow.setAutoCommit(false);
            slow.createStatement().execute("insert into event (event_id, tenant, type, operation_id, subscription_id, data) select event_id(clock_timestamp()), 'acme', "
                    + "'operation.unknown', 'op_" + "0".repeat(32) + "', 'sub_" + "0".repeat(32) + "', '{\"kind\": \"create\", \"state\": \"UNKNOWN\"}'");
            lost(Party.CONNECT);
            await().until(() -> rows.texts("select event_id from event where at < clock_timestamp() - interval '2500 milliseconds'").size() == 1);

            assertThat(gateway.get(ACME, "/v1/events").json().path("items")).isEmpty();
            slow.commit();
        }
        await().until(() -> gateway.get(ACME, "/v1/events").json().path("items").size() == 2);
    }
}
