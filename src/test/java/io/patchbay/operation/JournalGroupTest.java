package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchbay.subscription.Subscription;
import io.patchbay.testing.LossyLine;
import io.patchbay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;

/** Orders that are written down with one commit: each of them stands, or is refused, as if it had come alone. */
class JournalGroupTest {

    private static final AtomicInteger NUMBER = new AtomicInteger(8_988_000);

    /** Of one connection: others that were being made when the line fell silent would keep those after them waiting. */
    private static final Map<String, Object> SILENT_SOON = Map.of("connections", "1", "connection-timeout", "1000", "patchbay.journal.patience", "100ms", "patchbay.journal.silence", "200ms");

    private static TestDatabase database;
    private static Journals journals;
    private static JdbcClient jdbc;

    private final List<Thread> threads = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = TestDatabase.migrated();
        journals = new Journals(database.url(), Map.of());
        jdbc = JdbcClient.create(database.dataSource());
    }

    @AfterAll
    static void stop() {
        journals.close();
    }

    private static String number() {
        return Integer.toString(NUMBER.incrementAndGet());
    }

    private static Draft draft() {
        return Journals.draft(number());
    }

    private static Opening opened(Draft draft) {
        return journals.journal.open(draft, Journals.wanted(draft));
    }

    private static double groups(String write, String result) {
        return journals.meters.get("patchbay.journal.group").tags("write", write, "result", result).summary().count();
    }

    private static double orders(String write, String result) {
        return journals.meters.get("patchbay.journal.group").tags("write", write, "result", result).summary().totalAmount();
    }

    /** One is being written, held up by a lock on the table, when the others come; these go together. */
    private <T> List<CompletableFuture<T>> together(String table, List<Supplier<T>> all) throws SQLException {
        List<CompletableFuture<T>> outcomes = new ArrayList<>();
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("lock table " + table + " in access exclusive mode");
            for (Supplier<T> one : all) {
                outcomes.add(coming(one));
                await().until(() -> outcomes.size() == 1 ? isHeldUp(table) : threads.getLast().getState() == Thread.State.WAITING);
            }
            other.commit();
        }
        outcomes.forEach(outcome -> outcome.handle((done, thrown) -> done).join());
        return outcomes;
    }

    private static boolean isHeldUp(String table) {
        return jdbc.sql("select exists (select from pg_locks where relation = cast(:table as regclass) and not granted)").param("table", table).query(Boolean.class).single();
    }

    private <T> CompletableFuture<T> coming(Supplier<T> one) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        threads.add(Thread.ofPlatform().start(() -> {
            try {
                outcome.complete(one.get());
            } catch (RuntimeException thrown) {
                outcome.completeExceptionally(thrown);
            }
        }));
        return outcome;
    }

    private static <T> List<T> values(List<CompletableFuture<T>> outcomes) {
        return outcomes.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void keys_that_are_looked_up_together_are_told_apart() throws SQLException {
        Draft done = draft();
        opened(done);
        Replay.Answered answer = journals.journal.close(Journals.closing(done)).orElseThrow();
        Draft running = draft();
        opened(running);
        Claim known = done.claim();
        List<Claim> claims = List.of(new Claim("acme", number(), "f"), known, new Claim("globex", known.key(), known.fingerprint()), running.claim(),
                new Claim("acme", known.key(), "another"), known);
        List<Optional<Replay>> replays = values(together("idempotency", claims.stream().<Supplier<Optional<Replay>>>map(claim -> () -> journals.keys.replay(claim)).toList()));
        assertThat(replays.get(0)).isEmpty();
        assertThat(replays.get(1)).get().usingRecursiveComparison().isEqualTo(answer);
        assertThat(replays.get(2)).isEmpty();
        assertThat(replays.get(3)).contains(new Replay.InFlight(running.operation().id()));
        assertThat(replays.get(4)).contains(new Replay.Reused());
        assertThat(replays.get(5)).get().usingRecursiveComparison().isEqualTo(answer);
    }

    @Test
    void a_line_that_is_dead_does_not_hold_up_who_looks_for_a_key() {
        try (LossyLine line = LossyLine.to(database);
                Journals distant = new Journals(line.url(), SILENT_SOON)) {
            Claim claim = new Claim("acme", number(), "f");
            assertThat(distant.keys.replay(claim)).isEmpty();
            line.fallSilent();
            assertThatThrownBy(() -> distant.keys.replay(claim)).isInstanceOf(DataAccessException.class);
            line.mend();
            await().ignoreExceptions().until(() -> distant.keys.replay(claim).isEmpty());
        }
    }

    @Test
    void what_keys_are_looked_up_with_does_not_stay_with_the_connection() {
        journals.keys.replay(new Claim("acme", number(), "f"));
        assertThat(journals.transactions.<List<String>>execute(status -> JdbcClient.create(journals.source).sql("select current_setting('enable_seqscan') || current_setting('plan_cache_mode')")
                .query(String.class).list())).containsExactly("onauto");
    }

    @Test
    void many_at_once_take_few_commits() throws SQLException {
        List<Draft> drafts = Stream.generate(JournalGroupTest::draft).limit(20).toList();
        double before = groups("open", "together");
        List<Supplier<Opening>> openings = drafts.stream().<Supplier<Opening>>map(draft -> () -> opened(draft)).toList();
        assertThat(values(together("idempotency", openings))).allMatch(Opening.Opened.class::isInstance);
        assertThat(groups("open", "together") - before).isEqualTo(2);

        before = groups("close", "together");
        List<Supplier<Optional<Replay.Answered>>> endings = drafts.stream()
                .<Supplier<Optional<Replay.Answered>>>map(draft -> () -> journals.journal.close(Journals.closing(draft))).toList();
        assertThat(values(together("idempotency", endings))).allMatch(Optional::isPresent);
        assertThat(groups("close", "together") - before).isEqualTo(2);
        drafts.forEach(draft -> assertThat(state(draft)).isEqualTo("SUCCEEDED"));
    }

    private static String state(Draft draft) {
        return jdbc.sql("select state from operation where operation_id = :id").param("id", draft.operation().id()).query(String.class).optional().orElse("none");
    }

    @Test
    void what_is_written_in_a_group_is_what_is_written_by_itself() {
        Draft alone = draft();
        Draft grouped = draft();
        journals.transactions.executeWithoutResult(status -> opened(alone));
        opened(grouped);
        assertThat(all(grouped)).isEqualTo(all(alone));

        double before = groups("close", "together");
        journals.transactions.executeWithoutResult(status -> journals.journal.close(Journals.closing(alone)));
        journals.journal.close(Journals.closing(grouped));
        assertThat(all(grouped)).isEqualTo(all(alone));
        assertThat(groups("close", "together")).isEqualTo(before + 1);
    }

    private static List<String> all(Draft draft) {
        String id = draft.operation().id();
        return jdbc.sql("""
                        select to_jsonb(o)::text from operation o where operation_id = :id union all select to_jsonb(a)::text from attempt a where operation_id = :id
                        union all select (to_jsonb(i) || jsonb_build_object('body', convert_from(body, 'UTF8')))::text from idempotency i where operation_id = :id
                        union all select to_jsonb(p)::text from pool_item p where operation_id = :id
                        union all select to_jsonb(s)::text from subscription s where subscription_id = :subscription
                        union all select to_jsonb(d)::text from due_work d where subscription_id = :subscription
                        union all select to_jsonb(e)::text from event e where operation_id = :id""")
                .param("id", id).param("subscription", draft.subscription().id()).query(String.class).list().stream()
                .map(row -> row.replace(id, "op").replace(draft.subscription().id(), "sub").replace(draft.subscription().iccid(), "number")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(\\+00:00|Z|)", "time").replaceAll("\"evt_\\w+\"", "\"event\"")
                        .replaceAll("\"request\": \"[^\"]+\"", "\"request\": \"sealed\"")).toList();
    }

    @Test
    void a_refusal_concerns_the_order_it_is_for() throws SQLException {
        Draft there = draft();
        opened(there);
        String key = there.claim().key();
        Draft sameKey = Journals.draft(number(), key, number());
        Draft sameReference = Journals.draft(number(), number(), there.subscription().referenceId());
        Draft sameItem = Journals.draft(there.subscription().iccid(), number(), number());
        Draft twin = draft();
        Draft twinOfKey = Journals.draft(number(), twin.claim().key(), number());
        Draft withoutKey = Journals.draft(number(), null, null);
        List<Draft> drafts = List.of(draft(), draft(), sameKey, sameReference, sameItem, twin, withoutKey, draft());
        List<Supplier<Opening>> openings = new ArrayList<>(drafts.stream().<Supplier<Opening>>map(draft -> () -> opened(draft)).toList());
        openings.add(() -> opened(twinOfKey));

        List<Opening> outcomes = values(together("idempotency", openings));

        assertThat(outcomes.get(2)).isInstanceOf(Opening.KeyTaken.class);
        assertThat(outcomes.get(3)).isInstanceOf(Opening.ReferenceTaken.class);
        assertThat(outcomes.get(4)).isInstanceOf(Opening.PoolEmpty.class);
        assertThat(IntStream.of(0, 1, 6, 7).mapToObj(outcomes::get)).allMatch(Opening.Opened.class::isInstance);
        assertThat(List.of(outcomes.get(5), outcomes.get(8))).hasAtLeastOneElementOfType(Opening.Opened.class).hasAtLeastOneElementOfType(Opening.KeyTaken.class);
        assertThat(List.of(sameKey, sameReference, sameItem)).allSatisfy(refused -> {
            assertThat(state(refused)).isEqualTo("none");
            assertThat(all(refused)).isEmpty();
        });
    }

    @Test
    void one_whose_fence_has_gone_up_does_not_keep_the_others_from_ending() throws SQLException {
        List<Draft> drafts = Stream.generate(JournalGroupTest::draft).limit(5).toList();
        drafts.forEach(JournalGroupTest::opened);
        Draft lost = drafts.get(2);
        jdbc.sql("update operation set fence = fence + 1 where operation_id = :id").param("id", lost.operation().id()).update();

        List<Optional<Replay.Answered>> answers = values(together("idempotency", drafts.stream()
                .<Supplier<Optional<Replay.Answered>>>map(draft -> () -> journals.journal.close(Journals.closing(draft))).toList()));

        assertThat(answers.get(2)).isEmpty();
        assertThat(state(lost)).isEqualTo("SENDING");
        assertThat(drafts.stream().filter(draft -> draft != lost)).allSatisfy(draft -> assertThat(state(draft)).isEqualTo("SUCCEEDED"));
        assertThat(jdbc.sql("select ended_at is not null from attempt where operation_id = :id").param("id", lost.operation().id()).query(Boolean.class).single()).isTrue();
    }

    @Test
    void one_whose_subscription_was_written_meanwhile_is_ended_on_what_is_there() {
        Draft draft = draft();
        opened(draft);
        jdbc.sql("update subscription set version = version + 1 where subscription_id = :id").param("id", draft.subscription().id()).update();
        assertThat(journals.journal.close(Journals.closing(draft))).isPresent();
        assertThat(jdbc.sql("select version from subscription where subscription_id = :id").param("id", draft.subscription().id()).query(Integer.class).single()).isEqualTo(2);
        assertThat(state(draft)).isEqualTo("SUCCEEDED");
    }

    @Test
    void whoever_was_told_that_it_is_open_is_told_that_it_is_settled() {
        Draft draft = draft();
        opened(draft);
        jdbc.sql("update operation set told = 'UNKNOWN' where operation_id = :id").param("id", draft.operation().id()).update();
        journals.journal.close(Journals.closing(draft));
        assertThat(jdbc.sql("select type || ' ' || (data ->> 'state') || ' ' || (data ->> 'rule') from event where operation_id = :id").param("id", draft.operation().id())
                .query(String.class).list()).containsExactly("operation.settled SUCCEEDED created");
    }

    @Test
    void requests_of_earlier_steps_go_with_the_outcome_and_what_was_read_is_added() {
        Draft first = draft();
        opened(first);
        Attempt made = first.operation().attempts().getFirst();
        jdbc.sql("update attempt set ended_at = now(), phase = 'ANSWERED' where operation_id = :id").param("id", first.operation().id()).update();
        Attempt read = new Attempt(2, "look", "MAYBE_SENT", made.startedAt(), null, null, null, null, made.digest(), null, made.exchange(), null, null, null);
        Operation several = first.operation().with(OperationState.SENDING, null, first.operation().progress(), first.operation().notices(),
                List.of(made.ended("ANSWERED", made.startedAt(), 200, "SUCCEEDED", "ok", made.exchange()), read));
        journals.journal.close(Journals.closing(new Draft(several, first.subscription(), true, first.claim(), false)));
        assertThat(jdbc.sql("select number || ' ' || step || ' ' || (ended_at is not null) || ' ' || (request is null) from attempt where operation_id = :id order by number")
                .param("id", first.operation().id()).query(String.class).list()).containsExactly("1 create true true", "2 look true true");
    }

    @Test
    void what_was_written_down_with_the_request_is_not_touched_by_its_outcome() {
        Draft draft = draft();
        Attempt made = draft.operation().attempts().getFirst();
        Attempt read = new Attempt(1, "look", "NEVER_SENT", made.startedAt(), made.startedAt(), 200, "SUCCEEDED", "ok", made.digest(), null, made.exchange(), null, null, null);
        Attempt sent = new Attempt(2, made.step(), made.phase(), made.startedAt(), null, null, null, null, made.digest(), made.request(), made.exchange(), null, null, null);
        Operation both = draft.operation().with(OperationState.SENDING, null, draft.operation().progress(), draft.operation().notices(), List.of(read, sent));
        Draft reading = new Draft(both, draft.subscription(), true, draft.claim(), false);
        opened(reading);
        assertThat(journals.journal.close(Journals.closing(reading))).isPresent();
        assertThat(jdbc.sql("select number || ' ' || phase || ' ' || (request is null) || ' ' || (xmax::text = '0' and xmin::text = (select min(xmin::text::int8)::text from attempt "
                + "where operation_id = :id)) from attempt where operation_id = :id order by number").param("id", both.id()).query(String.class).list())
                .containsExactly("1 NEVER_SENT true true", "2 ANSWERED true false");
    }

    @Test
    void what_is_part_of_another_transaction_stays_part_of_it() {
        Draft draft = draft();
        opened(draft);
        journals.transactions.executeWithoutResult(status -> {
            journals.journal.close(Journals.closing(draft));
            status.setRollbackOnly();
        });
        assertThat(state(draft)).isEqualTo("SENDING");
    }

    @Test
    void a_group_that_the_database_refuses_is_written_one_by_one() throws SQLException {
        Draft bad = draft();
        jdbc.sql("alter table operation add constraint not_this check (reference_id <> '" + bad.subscription().referenceId() + "')").update();
        try {
            List<Draft> drafts = List.of(draft(), draft(), bad, draft());
            List<CompletableFuture<Opening>> outcomes = together("idempotency", drafts.stream().<Supplier<Opening>>map(draft -> () -> opened(draft)).toList());
            assertThat(outcomes.get(2)).isCompletedExceptionally();
            assertThat(IntStream.of(0, 1, 3).mapToObj(outcomes::get)).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Opening.Opened.class));
            assertThat(all(bad)).isEmpty();
        } finally {
            jdbc.sql("alter table operation drop constraint not_this").update();
        }
    }

    @Test
    void who_waits_for_a_writer_that_stalls_keeps_nobody_else_waiting() throws SQLException {
        Draft stuck = draft();
        try (Journals others = new Journals(database.url(), Map.of("patchbay.journal.patience", "100ms")); Connection stalled = database.dataSource().getConnection()) {
            stalled.setAutoCommit(false);
            stalled.createStatement().execute("insert into idempotency (tenant, key, fingerprint, operation_id, locked_until, expires_at) values ('acme', '"
                    + stuck.claim().key() + "', 'f', 'op_other', now(), now() + interval '1 day')");
            CompletableFuture<Opening> waiting = coming(() -> opened(others, stuck));
            await().until(() -> jdbc.sql("select exists (select from pg_locks where locktype = 'transactionid' and not granted)").query(Boolean.class).single());

            assertThat(opened(others, draft())).isInstanceOf(Opening.Opened.class);

            assertThat(waiting).isNotDone();
            stalled.rollback();
            assertThat(waiting.join()).isInstanceOf(Opening.Opened.class);
        }
    }

    @Test
    void a_commit_whose_answer_is_lost_is_lost_for_all_of_the_group_and_tried_by_nobody_again() throws SQLException {
        try (LossyLine line = LossyLine.to(database); Journals distant = new Journals(line.url(), Map.of("connection-timeout", "1000"))) {
            Draft there = draft();
            opened(distant, there);
            Draft refused = Journals.draft(number(), there.claim().key(), number());
            List<Draft> drafts = List.of(refused, draft(), draft(), draft());
            // the first one's is on its way too when the database refuses what is before it
            line.loseTheAnswerToACommitAfter(1);

            List<CompletableFuture<Opening>> outcomes = together("idempotency", drafts.stream().<Supplier<Opening>>map(draft -> () -> opened(distant, draft)).toList());

            outcomes.subList(1, 4).forEach(outcome -> assertThatThrownBy(outcome::join).cause()
                    .isNotInstanceOfAny(CannotCreateTransactionException.class, CannotGetJdbcConnectionException.class));
            drafts.subList(1, 4).forEach(draft -> await().until(() -> state(draft).equals("SENDING")));
            line.mend();
            drafts.subList(1, 4).forEach(draft -> await().ignoreExceptions().until(() -> opened(distant, draft) instanceof Opening.KeyTaken));
        }
    }

    @Test
    void the_same_order_twice_at_once_is_written_once() throws SQLException {
        Draft twin = draft();
        Draft twinOfKey = Journals.draft(number(), twin.claim().key(), number());
        Draft draftOfItem = draft();
        Draft twinOfItem = Journals.draft(draftOfItem.subscription().iccid(), number(), number());
        List<Draft> drafts = List.of(draft(), draft(), twin, twinOfKey);

        List<Opening> ofKey = values(together("idempotency", openings(drafts)));
        List<Opening> ofItem = values(together("idempotency", openings(List.of(draft(), draft(), draftOfItem, twinOfItem))));

        assertThat(ofKey.subList(0, 2)).allMatch(Opening.Opened.class::isInstance);
        assertThat(ofKey.subList(2, 4)).hasAtLeastOneElementOfType(Opening.Opened.class).hasAtLeastOneElementOfType(Opening.KeyTaken.class);
        assertThat(ofItem.subList(0, 2)).allMatch(Opening.Opened.class::isInstance);
        assertThat(ofItem.subList(2, 4)).hasAtLeastOneElementOfType(Opening.Opened.class).hasAtLeastOneElementOfType(Opening.PoolEmpty.class);
    }

    @Test
    void what_was_ordered_before_is_left_out_of_its_group_and_the_others_go_together() throws SQLException {
        Draft there = draft();
        opened(there);
        Draft again = Journals.draft(number(), there.claim().key(), number());
        Draft namesake = Journals.draft(there.subscription().iccid(), number(), there.subscription().referenceId());
        double together = orders("open", "together");
        double apart = orders("open", "apart");

        List<Opening> outcomes = values(together("idempotency", openings(List.of(draft(), draft(), again, draft(), namesake))));

        assertThat(outcomes.get(2)).isInstanceOf(Opening.KeyTaken.class);
        assertThat(outcomes.get(4)).as("its item is taken too").isInstanceOf(Opening.ReferenceTaken.class);
        assertThat(IntStream.of(0, 1, 3).mapToObj(outcomes::get)).allMatch(Opening.Opened.class::isInstance);
        assertThat(all(again)).isEmpty();
        assertThat(all(namesake)).isEmpty();
        assertThat(orders("open", "together") - together).isEqualTo(3);
        assertThat(orders("open", "apart") - apart).isEqualTo(2);
    }

    @Test
    void a_group_of_which_everything_was_ordered_before_is_refused_one_by_one() throws SQLException {
        Draft there = draft();
        opened(there);
        List<Draft> drafts = List.of(draft(), Journals.draft(number(), there.claim().key(), number()), Journals.draft(number(), there.claim().key(), number()));

        List<Opening> outcomes = values(together("idempotency", openings(drafts)));

        assertThat(outcomes.subList(1, 3)).allMatch(Opening.KeyTaken.class::isInstance);
    }

    @Test
    void new_orders_do_not_wait_for_a_database_that_has_fallen_silent() throws SQLException {
        try (LossyLine line = LossyLine.to(database);
                Journals distant = new Journals(line.url(), SILENT_SOON)) {
            opened(distant, draft());
            Draft lost = draft();
            line.fallSilent();

            assertThatThrownBy(() -> opened(distant, lost)).isInstanceOf(DataAccessException.class).isNotInstanceOf(CannotGetJdbcConnectionException.class);

            line.mend();
            await().ignoreExceptions().until(() -> opened(distant, draft()) instanceof Opening.Opened);
        }
    }

    private static List<Supplier<Opening>> openings(List<Draft> drafts) {
        return drafts.stream().<Supplier<Opening>>map(draft -> () -> opened(draft)).toList();
    }

    @Test
    void a_patience_of_nothing_is_refused_by_name() {
        assertThatThrownBy(() -> new Groups(null, journals.meters, Duration.ZERO, Duration.ofSeconds(5))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patchbay.journal.patience");
    }

    @Test
    void a_silence_that_is_no_longer_than_the_patience_is_refused_by_name() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new Groups(null, journals.meters, second, second)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patchbay.journal.silence").hasMessageContaining("patchbay.journal.patience");
    }

    @Test
    void a_refused_group_leaves_no_transaction_open() {
        Draft there = draft();
        opened(there);
        try (Journals others = new Journals(database.url() + "?ApplicationName=others", Map.of())) {
            assertThat(opened(others, Journals.draft(number(), there.claim().key(), number()))).isInstanceOf(Opening.KeyTaken.class);
            assertThat(jdbc.sql("select state from pg_stat_activity where application_name = 'others'").query(String.class).set()).containsExactly("idle");
        }
    }

    @Test
    void a_group_whose_connection_the_database_ends_is_tried_by_nobody_again() throws SQLException {
        Draft draft = draft();
        double before = groups("open", "apart");
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("lock table attempt in access exclusive mode");
            CompletableFuture<Opening> outcome = coming(() -> opened(draft));
            await().until(() -> isHeldUp("attempt"));

            jdbc.sql("select pg_terminate_backend(pid) from pg_locks where relation = 'attempt'::regclass and not granted").query(Boolean.class).list();

            assertThatThrownBy(outcome::join).cause().isInstanceOf(DataAccessException.class).isNotInstanceOf(CannotGetJdbcConnectionException.class);
            assertThat(groups("open", "apart")).isEqualTo(before);
        }
        assertThat(state(draft)).isEqualTo("none");
    }

    private static Opening opened(Journals distant, Draft draft) {
        return distant.journal.open(draft, Journals.wanted(draft));
    }

    @Test
    void what_its_provider_will_change_is_looked_after_from_its_end_on() {
        Draft draft = draft();
        opened(draft);
        journals.journal.close(Journals.closing(draft));
        Subscription known = draft.subscription();
        assertThat(jdbc.sql("select open_operation is null and status = 'ACTIVATED' from subscription where subscription_id = :id").param("id", known.id())
                .query(Boolean.class).single()).isTrue();
        assertThat(jdbc.sql("select kind from due_work where subscription_id = :id").param("id", known.id()).query(String.class).list()).containsExactly("LOOK");
    }
}
