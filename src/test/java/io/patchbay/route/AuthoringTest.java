package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationProblem;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Directories;
import io.patchbay.routing.KnownProviders;
import io.patchbay.routing.Revision;
import io.patchbay.testing.Gateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What stands between a change and its coming into force. */
@ExtendWith(OutputCaptureExtension.class)
class AuthoringTest {

    private static final Mandate BY = new Mandate("night-shift", "Ticket 4711", "preview-1", "Asleep");

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static ConfigurationStore store;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        store = gateway.application().getBean(ConfigurationStore.class);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Authoring authoring(ChangeCondition... conditions) {
        return new Authoring(store, List.of(conditions), Duration.ofSeconds(30));
    }

    private static Edit titled(String title) {
        return base -> {
            ObjectNode document = base.document().deepCopy();
            document.withObject("/tenants/acme").put("title", title);
            return new Edit.Edited.To(document);
        };
    }

    private static ProblemCode refused(Change change) {
        assertThat(change).isInstanceOf(Change.Not.class);
        return ((Change.Not) change).problem().code();
    }

    @Test
    void a_change_that_others_are_faster_than_is_made_again_on_what_is_there_then() {
        AtomicInteger tries = new AtomicInteger();

        Change change = authoring().change(BY, titled("After others"), (document, author, reason, based) -> tries.incrementAndGet() < 3
                ? new Activation.Outdated(based) : store.activate(document, author, reason, based));

        assertThat(change).isInstanceOfSatisfying(Change.Made.class, made -> {
            assertThat(made.isNew()).isTrue();
            assertThat(made.now().author()).isEqualTo("night-shift");
            assertThat(made.now().reason()).isEqualTo("Ticket 4711 (credentials were not checked: Asleep)");
        });
        assertThat(tries).hasValue(3);
    }

    @Test
    void one_that_never_has_its_turn_is_refused_in_the_end() {
        Change change = authoring().change(BY, titled("Never"), (document, author, reason, based) -> new Activation.Outdated(based));

        assertThat(refused(change)).isEqualTo(ProblemCode.REVISION_CONFLICT);
    }

    @Test
    void what_the_store_says_last_is_told() {
        long before = store.current().revision();

        assertThat(refused(authoring().change(BY, titled("X"), (document, author, reason, based) -> new Activation.Occupied(77))))
                .isEqualTo(ProblemCode.ROLLOUT_IN_PROGRESS);
        Change invalid = authoring().change(BY, titled("X"), (document, author, reason, based) ->
                new Activation.Invalid(List.of(new ConfigurationProblem("", "/tenants/acme", "is wrong"))));
        assertThat(refused(invalid)).isEqualTo(ProblemCode.INVALID_CONFIGURATION);
        assertThat(authoring().change(BY, titled("X"), (document, author, reason, based) -> new Activation.Unchanged(based)))
                .isInstanceOfSatisfying(Change.Made.class, made -> assertThat(made.isNew()).isFalse());
        assertThat(store.current().revision()).isEqualTo(before);
    }

    @Test
    void every_condition_is_asked_in_turn_and_the_first_that_refuses_ends_it() {
        List<ProposedChange> asked = new ArrayList<>();
        long before = store.current().revision();
        ChangeCondition passing = change -> {
            asked.add(change);
            return Optional.empty();
        };

        Change change = authoring(passing, proposed -> Optional.of(Problem.of(ProblemCode.PREVIEW_REQUIRED, "Preview it first.")), passing)
                .change(BY, titled("Conditional"));

        assertThat(refused(change)).isEqualTo(ProblemCode.PREVIEW_REQUIRED);
        assertThat(asked).singleElement().satisfies(proposed -> {
            assertThat(proposed.actor()).isEqualTo("night-shift");
            assertThat(proposed.preview()).isEqualTo("preview-1");
            assertThat(proposed.unchecked()).isEqualTo("Asleep");
            assertThat(proposed.before().revision()).isEqualTo(before);
            assertThat(proposed.after().tenants().get("acme").title()).isEqualTo("Conditional");
            assertThat(proposed.document().at("/tenants/acme/title").asText()).isEqualTo("Conditional");
        });
        assertThat(store.current().revision()).isEqualTo(before);
    }

    @Test
    void a_node_that_cannot_follow_compares_with_what_would_be_replaced_and_not_with_what_it_is_on() {
        ConfigurationStore behind = ConfigurationStore.open(gateway.application().getBean(Directories.class),
                gateway.application().getBean(KnownProviders.class), gateway.database().dataSource());
        behind.onChange(next -> {
            throw new IllegalStateException("cannot follow");
        });
        assertThat(authoring().change(BY, titled("Ahead"))).isInstanceOf(Change.Made.class);
        List<ProposedChange> asked = new ArrayList<>();

        new Authoring(behind, List.of(change -> {
            asked.add(change);
            return Optional.of(Problem.of(ProblemCode.PREVIEW_REQUIRED, "Preview it first."));
        }), Duration.ofSeconds(30)).change(BY, titled("From behind"));

        assertThat(behind.current().revision()).isLessThan(store.current().revision());
        assertThat(asked).singleElement().satisfies(proposed -> {
            assertThat(proposed.before().revision()).isEqualTo(store.current().revision());
            assertThat(proposed.before().tenants().get("acme").title()).isEqualTo("Ahead");
        });
    }

    @Test
    void nothing_is_asked_where_nothing_changes_or_nothing_is_valid() {
        ChangeCondition never = change -> {
            throw new AssertionError("asked for nothing");
        };

        Change same = authoring(never).change(BY, base -> new Edit.Edited.To(base.document().deepCopy()));
        Change invalid = authoring(never).change(BY, titled(""));

        assertThat(same).isInstanceOf(Change.Made.class);
        assertThat(refused(invalid)).isEqualTo(ProblemCode.INVALID_CONFIGURATION);
    }

    @Test
    void a_change_waits_for_another_one_of_its_node_but_not_for_ever() throws InterruptedException {
        Authoring impatient = new Authoring(store, List.of(), Duration.ZERO);
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Change> slow = CompletableFuture.supplyAsync(() -> impatient.change(BY, base -> slowly(base, within, end)));
        within.await();

        assertThat(refused(impatient.change(BY, titled("Too soon")))).isEqualTo(ProblemCode.REVISION_CONFLICT);
        end.countDown();
        assertThat(slow.join()).isInstanceOf(Change.Made.class);
        Thread.currentThread().interrupt();
        assertThat(refused(impatient.change(BY, titled("Stopping")))).isEqualTo(ProblemCode.REVISION_CONFLICT);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Edit.Edited slowly(Revision base, CountDownLatch within, CountDownLatch end) {
        within.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Edit.Edited.To(base.document());
    }

    @Test
    void a_start_that_cannot_look_for_what_was_left_behind_says_so_and_goes_on(CapturedOutput output) {
        execute("alter table subscription rename to subscription_away");
        try {
            gateway.application().getBean(LeftBehind.class).look();
            await().untilAsserted(() -> assertThat(output).contains("Whether subscriptions are with accounts that the configuration does not know cannot be told"));
        } finally {
            execute("alter table subscription_away rename to subscription");
        }
    }

    private static void execute(String sql) {
        try (Connection connection = gateway.database().dataSource().getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
