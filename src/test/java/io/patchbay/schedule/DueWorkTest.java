package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.subscription.Details;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import io.patchbay.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is written down of a promise. Without the subscription it is for, which does not matter here. */
class DueWorkTest {

    private static final Instant NOW = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant END = Instant.parse("2027-04-01T08:00:00Z");

    private final JdbcClient jdbc = JdbcClient.create(alone(TestDatabase.migrated()));
    private final DueWork dueWork = new DueWork(jdbc, null, Clock.fixed(NOW, ZoneOffset.UTC));

    private static PGSimpleDataSource alone(TestDatabase database) {
        PGSimpleDataSource source = (PGSimpleDataSource) database.dataSource();
        source.setOptions("-c session_replication_role=replica");
        return source;
    }

    private static Subscription ending(Instant end, String ahead) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        if (ahead != null) {
            details.put(Details.END_AHEAD, ahead);
        }
        return new Subscription("sub_1", "acme", null, SubscriptionStatus.ACTIVATED, "connect", "acme-connect", "S1", "mobile-10gb", "cust-1", null, null, end, null,
                details, 1, Instant.EPOCH, Instant.EPOCH);
    }

    private Map<String, Object> row() {
        return jdbc.sql("select to_json(due_at at time zone 'UTC')::text as due, to_json(promised_at at time zone 'UTC')::text as promised,"
                + " to_json(keep_by at time zone 'UTC')::text as keep, told, jeopardy from due_work").query().singleRow();
    }

    @Test
    void an_end_that_is_told_beforehand_is_promised_for_the_end_and_can_be_told_later_by_a_third_of_that_time() {
        dueWork.begin(ending(END, "PT36H"));

        assertThat(row()).containsEntry("due", "\"2027-03-30T20:00:00\"").containsEntry("promised", "\"2027-04-01T08:00:00\"")
                .containsEntry("keep", "\"2027-03-31T08:00:00\"");
    }

    @Test
    void an_end_that_is_ordered_when_it_should_have_been_told_already_is_not_late_from_the_start() {
        dueWork.begin(ending(NOW.plusSeconds(3_600), "PT36H"));

        assertThat(row()).containsEntry("keep", "\"2027-03-01T08:00:00\"");
    }

    @Test
    void what_is_done_at_the_moment_that_was_ordered_has_no_other() {
        dueWork.begin(ending(END, null));

        assertThat(row()).containsEntry("due", "\"2027-04-01T08:00:00\"").containsEntry("promised", null).containsEntry("keep", null);
    }

    @Test
    void the_same_promise_once_more_is_not_told_of_anew() {
        dueWork.begin(ending(END, "PT36H"));
        jdbc.sql("update due_work set told = 'AT_RISK'").update();
        dueWork.begin(ending(END, "PT36H"));

        assertThat(row()).containsEntry("told", "AT_RISK").containsEntry("keep", "\"2027-03-31T08:00:00\"");
    }

    @Test
    void a_promise_that_is_moved_is_a_new_one_to_tell_of() {
        dueWork.begin(ending(END, "PT36H"));
        jdbc.sql("update due_work set told = 'MISSED', jeopardy = 'MISSED'").update();
        dueWork.follow(ending(END, "PT36H"), ending(END.plusSeconds(60), null));

        assertThat(row()).containsEntry("told", null).containsEntry("jeopardy", null).containsEntry("promised", null).containsEntry("keep", null);
    }

    @Test
    void looks_that_were_taken_and_not_made_rest_together() {
        dueWork.begin(waiting());

        dueWork.rest(dueWork.take("acme-connect", 10, Duration.ofSeconds(15), DueKind.LOOK), Duration.ofMinutes(1));

        assertThat(nextTry()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void a_look_that_has_moved_meanwhile_keeps_its_new_moment() {
        dueWork.begin(waiting());
        DueTask taken = dueWork.take("acme-connect", 10, Duration.ofSeconds(15), DueKind.LOOK).getFirst();

        dueWork.rest(List.of(new DueTask(taken.subscriptionId(), taken.kind(), taken.tenant(), taken.account(), taken.dueAt().plusSeconds(1), 1)),
                Duration.ofHours(1));
        dueWork.rest(List.of(), Duration.ofHours(1));

        assertThat(nextTry()).isEqualTo(NOW.plusSeconds(15));
    }

    private static Subscription waiting() {
        return new Subscription("sub_1", "acme", null, SubscriptionStatus.PENDING, "connect", "acme-connect", "S1", "mobile-10gb", "cust-1", null, null, null, null,
                JsonNodeFactory.instance.objectNode(), 1, Instant.EPOCH, Instant.EPOCH);
    }

    private Instant nextTry() {
        return jdbc.sql("select try_at from due_work").query(OffsetDateTime.class).single().toInstant();
    }
}
