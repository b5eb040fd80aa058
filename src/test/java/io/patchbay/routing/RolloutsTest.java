package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Audit;
import io.patchbay.audit.AuditEntry;
import io.patchbay.audit.AuditFilter;
import io.patchbay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class RolloutsTest {

    private static final DataSource DATA_SOURCE = TestDatabase.migrated().dataSource();
    private static final JdbcClient JDBC = JdbcClient.create(DATA_SOURCE);
    private static final Slice FEW = new Slice(5, Set.of());
    private static final Slice HALF = new Slice(50, Set.of());
    private static final Guard GUARD = new Guard(5, 10, Duration.ofMinutes(15), false);

    @TempDir
    Path directory;

    private Later clock;
    private Node one;
    private Node two;

    /** A node as far as it takes part in rollouts. */
    private record Node(ConfigurationStore store, Rollouts rollouts, Tallies tallies) {

        void answered(long revision, int times, Tally how) {
            IntStream.range(0, times).forEach(n -> tallies.count(revision, how));
            tallies.flush();
        }
    }

    /** The time as the database has it, and later. */
    private static final class Later extends Clock {

        private Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }

    @BeforeEach
    void two_nodes_on_one_configuration() throws IOException {
        JDBC.sql("truncate configuration_revision restart identity cascade").update();
        JDBC.sql("truncate audit_entry").update();
        clock = new Later();
        write("a");
        one = node();
        two = node();
    }

    @Test
    void it_is_in_force_for_its_slice_on_every_node() {
        long candidate = begun(GUARD);

        two.store.follow();
        for (Node node : List.of(one, two)) {
            assertThat(node.store.inForce().of("acme", 4).revision()).isEqualTo(candidate);
            assertThat(node.store.inForce().of("acme", 5).revision()).isEqualTo(1);
            assertThat(node.store.current().revision()).isEqualTo(1);
        }
    }

    @Test
    void what_the_gateway_does_of_itself_for_a_tenant_goes_by_it_only_where_the_tenant_is_named() {
        long candidate = begun(GUARD);
        assertThat(one.store.inForce().unasked("acme").revision()).isEqualTo(1);

        made(one.rollouts.widen(new Slice(0, Set.of("acme")), null, "ops", "by name"));

        assertThat(one.store.inForce().unasked("acme").revision()).isEqualTo(candidate);
        assertThat(one.store.inForce().unasked("globex").revision()).isEqualTo(1);
    }

    @Test
    void nothing_else_comes_into_force_meanwhile() {
        long candidate = begun(GUARD);

        assertThat(two.store.activate(document("c"), "ops", "too soon", 1)).isEqualTo(new Activation.Occupied(candidate));
        assertThat(two.rollouts.begin(document("c"), "ops", "too soon", 1, new Trial(FEW, GUARD))).isEqualTo(new Activation.Occupied(candidate));
    }

    @Test
    void what_is_no_change_or_builds_on_another_revision_or_is_invalid_does_not_begin() {
        Trial trial = new Trial(FEW, GUARD);

        assertThat(one.rollouts.begin(document("a"), "ops", "nothing new", 1, trial)).isEqualTo(new Activation.Unchanged(1));
        assertThat(one.rollouts.begin(document("b"), "ops", "unseen", 7, trial)).isEqualTo(new Activation.Outdated(1));
        assertThat(one.rollouts.begin(document("b").put("unheard", "of"), "ops", "wrong", 1, trial)).isInstanceOf(Activation.Invalid.class);
        assertThat(one.rollouts.current()).isEmpty();
    }

    @Test
    void widened_it_is_in_force_for_more_and_counts_from_nought() {
        long candidate = begun(GUARD);
        one.answered(candidate, 7, Tally.WELL);

        Step widened = made(two.rollouts.widen(HALF, null, "ops", "it does well"));

        assertThat(two.store.inForce().of("acme", 49).revision()).isEqualTo(candidate);
        assertThat(two.rollouts.current()).hasValueSatisfying(now -> {
            assertThat(now.step()).isEqualTo(widened);
            assertThat(now.candidate()).isEqualTo(Tally.NONE);
            assertThat(now.begun()).isBefore(widened.at());
            assertThat(now.bakeEnds()).isEqualTo(widened.at().plus(GUARD.bake()));
        });
    }

    @Test
    void the_same_slice_again_is_no_step() {
        begun(GUARD);
        long step = one.store.step().number();

        assertThat(made(one.rollouts.widen(FEW, null, "ops", "again")).number()).isEqualTo(step);
    }

    @Test
    void completed_it_is_in_force_for_everybody_and_rolled_back_for_nobody() {
        long first = begun(GUARD);
        made(one.rollouts.complete(null, "ops", "good"));
        assertThat(one.store.current().revision()).isEqualTo(first);

        assertThat(one.rollouts.begin(document("c"), "ops", "next", first, new Trial(HALF, GUARD))).isInstanceOf(Activation.Activated.class);
        made(one.rollouts.rollBack(null, "ops", "bad"));
        assertThat(one.store.inForce().candidate()).isEmpty();
        assertThat(one.store.current().revision()).isEqualTo(first);
        assertThat(one.store.steps(Long.MAX_VALUE, 9)).extracting(Step::kind).containsExactly(Step.Kind.ROLLED_BACK, Step.Kind.BEGUN, Step.Kind.COMPLETED,
                Step.Kind.BEGUN, Step.Kind.ACTIVATED);
    }

    @Test
    void who_has_seen_another_step_changes_nothing() {
        begun(GUARD);
        long seen = one.store.step().number();
        Step widened = made(two.rollouts.widen(HALF, seen, "ops", "more"));

        assertThat(one.rollouts.complete(seen, "ops", "too late")).isEqualTo(new Advance.Outdated(widened));
        assertThat(one.rollouts.rollBack(seen, "ops", "too late")).isEqualTo(new Advance.Outdated(widened));
        assertThat(one.rollouts.widen(FEW, seen, "ops", "too late")).isEqualTo(new Advance.Outdated(widened));
    }

    @Test
    void where_nothing_is_tried_out_there_is_nothing_to_go_on_with() {
        assertThat(one.rollouts.widen(HALF, null, "ops", "what")).isEqualTo(new Advance.NothingTried());
        assertThat(one.rollouts.complete(null, "ops", "what")).isEqualTo(new Advance.NothingTried());
        assertThat(one.rollouts.rollBack(null, "ops", "what")).isEqualTo(new Advance.NothingTried());
        assertThat(one.rollouts.judge()).isEmpty();
    }

    @Test
    void every_step_is_audited_with_what_was_and_what_is() {
        begun(GUARD);
        made(one.rollouts.widen(HALF, null, "night", "more"));
        made(one.rollouts.rollBack(null, "day", "enough"));

        List<AuditEntry> entries = new Audit(JDBC).page(new AuditFilter(null, null, "revisions/2"), Long.MAX_VALUE, 9);
        assertThat(entries).extracting(entry -> entry.act().actor() + " " + entry.act().what() + " " + entry.act().reason())
                .containsExactly("day rollout.rolled-back enough", "night rollout.widened more", "ops rollout.begun a change");
        assertThat(entries.getLast().act().after().at("/slice/percent").asInt()).isEqualTo(5);
        assertThat(entries.getLast().act().after().has("administrators/ops")).isTrue();
        assertThat(entries.get(1).act().before().at("/slice/percent").asInt()).isEqualTo(5);
        assertThat(entries.get(1).act().after().at("/slice/percent").asInt()).isEqualTo(50);
        assertThat(entries.getFirst().act().after().path("stable").asLong()).isEqualTo(1);
    }

    @Test
    void one_that_fails_more_often_is_taken_back_and_what_both_nodes_counted_is_added_up() {
        long candidate = begun(GUARD);
        two.store.follow();
        one.answered(1, 50, Tally.WELL);
        one.answered(candidate, 5, Tally.WELL);
        two.answered(candidate, 4, Tally.WELL);
        assertThat(one.rollouts.judge()).as("nine are not enough").isEmpty();

        two.answered(candidate, 1, Tally.ERROR);

        assertThat(one.rollouts.judge()).hasValueSatisfying(step -> {
            assertThat(step.kind()).isEqualTo(Step.Kind.ROLLED_BACK);
            assertThat(step.author()).isEqualTo(Rollouts.GATEWAY);
            assertThat(step.reason()).contains("revision 2: 10.0 % of 10 orders failed (1 errors, 0 unknown)", "revision 1: 0.0 % of 50 orders failed");
        });
        two.store.follow();
        assertThat(two.store.inForce().candidate()).isEmpty();
        assertThat(two.store.followed()).hasValueSatisfying(step -> assertThat(step.kind()).isEqualTo(Step.Kind.ROLLED_BACK));
    }

    @Test
    void orders_in_doubt_count_like_failed_ones() {
        long candidate = begun(GUARD);
        one.answered(candidate, 10, Tally.UNKNOWN);

        assertThat(one.rollouts.judge()).isPresent();
    }

    @Test
    void one_that_fails_no_more_often_than_the_other_stays() {
        long candidate = begun(GUARD);
        one.answered(1, 10, Tally.ERROR);
        one.answered(candidate, 10, Tally.ERROR);

        assertThat(one.rollouts.judge()).isEmpty();
    }

    @Test
    void a_threshold_is_met_and_not_exceeded() {
        long candidate = begun(new Guard(10, 10, Duration.ofMinutes(15), false));
        one.answered(candidate, 9, Tally.WELL);
        one.answered(candidate, 1, Tally.ERROR);

        assertThat(one.rollouts.judge()).isEmpty();
    }

    @Test
    void of_nodes_that_judge_at_once_one_takes_it_back() throws Exception {
        long candidate = begun(GUARD);
        two.store.follow();
        one.answered(candidate, 10, Tally.ERROR);

        try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            List<Callable<Optional<Step>>> judging = List.of(one.rollouts::judge, two.rollouts::judge);
            int taken = 0;
            for (Future<Optional<Step>> judged : nodes.invokeAll(judging)) {
                taken += judged.get().isPresent() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
        assertThat(one.store.steps(Long.MAX_VALUE, 9)).hasSize(3);
    }

    @Test
    void one_that_has_done_well_for_its_bake_time_completes_if_it_was_told_to() {
        long candidate = begun(new Guard(5, 10, Duration.ofMinutes(15), true));
        one.answered(candidate, 10, Tally.WELL);
        assertThat(one.rollouts.judge()).as("before the time is over").isEmpty();

        clock.ahead = Duration.ofMinutes(16);

        assertThat(one.rollouts.judge()).hasValueSatisfying(step -> assertThat(step.kind()).isEqualTo(Step.Kind.COMPLETED));
        assertThat(one.store.current().revision()).isEqualTo(candidate);
    }

    @Test
    void one_that_has_decided_too_little_does_not_complete_by_itself() {
        long candidate = begun(new Guard(5, 10, Duration.ofMinutes(15), true));
        one.answered(candidate, 9, Tally.WELL);
        clock.ahead = Duration.ofHours(3);

        assertThat(one.rollouts.judge()).isEmpty();
    }

    @Test
    void one_that_waits_is_judged_by_its_last_stretch() {
        long candidate = begun(GUARD);
        one.answered(candidate, 1000, Tally.WELL);
        clock.ahead = Duration.ofHours(3);
        assertThat(one.rollouts.judge()).as("it waits to be completed").isEmpty();

        one.answered(candidate, 10, Tally.ERROR);

        assertThat(one.rollouts.judge()).hasValueSatisfying(step -> assertThat(step.kind()).isEqualTo(Step.Kind.ROLLED_BACK));
    }

    @Test
    void what_is_answered_while_nothing_is_tried_out_is_not_counted() {
        one.answered(1, 3, Tally.ERROR);

        assertThat(one.tallies.counts(1)).isFalse();
        assertThat(JDBC.sql("select count(*) from rollout_tally").query(Long.class).single()).isZero();
    }

    @Test
    void what_cannot_be_added_is_added_the_next_time() {
        long candidate = begun(GUARD);
        JDBC.sql("alter table rollout_tally rename to rollout_tally_away").update();
        try {
            one.tallies.count(candidate, Tally.ERROR);
            assertThat(catchThrowable(one.tallies::flush)).isNotNull();
        } finally {
            JDBC.sql("alter table rollout_tally_away rename to rollout_tally").update();
        }
        one.tallies.flush();

        assertThat(one.rollouts.current().orElseThrow().candidate()).isEqualTo(Tally.ERROR);
    }

    @Test
    void a_node_that_starts_meanwhile_takes_part_with_what_was_counted_before() {
        long candidate = begun(GUARD);
        one.answered(candidate, 3, Tally.ERROR);

        Node restarted = node();

        assertThat(restarted.store.inForce().of("acme", 0).revision()).isEqualTo(candidate);
        restarted.answered(candidate, 7, Tally.WELL);
        assertThat(restarted.rollouts.judge()).isPresent();
    }

    @Test
    void files_that_have_changed_when_a_node_starts_end_it() throws IOException {
        begun(GUARD);
        write("c");

        Node restarted = node();
        one.store.follow();

        assertThat(one.store.inForce().candidate()).isEmpty();
        assertThat(one.store.current().revision()).isEqualTo(restarted.store.current().revision()).isEqualTo(3);
        assertThat(one.store.step().reason()).contains("the rollout of revision 2 ended with it");
    }

    private long begun(Guard guard) {
        return ((Activation.Activated) one.rollouts.begin(document("b"), "ops", "a change", 1, new Trial(FEW, guard))).revision();
    }

    private static Step made(Advance advance) {
        return ((Advance.Made) advance).step();
    }

    private Node node() {
        ConfigurationStore store = ConfigurationStore.open(new Directories(directory, Path.of("routes"), Path.of("mappings"), Path.of("contracts")),
                new DemoProviders(), DATA_SOURCE);
        TallyTable tallies = new TallyTable(JDBC);
        return new Node(store, new Rollouts(store, new RolloutSteps(store.revisions(), tallies), tallies, clock), new Tallies(store, tallies, clock));
    }

    private ObjectNode document(String key) {
        ObjectNode document = one.store.revision(1).document().deepCopy();
        ((ObjectNode) document.at("/administrators/0")).put("hash", "sha256:" + key.repeat(64));
        return document;
    }

    private void write(String key) throws IOException {
        Files.writeString(directory.resolve("all.yaml"), "administrators: [{id: ops, hash: \"sha256:" + key.repeat(64) + "\"}]\n");
    }
}
