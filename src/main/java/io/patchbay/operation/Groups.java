package io.patchbay.operation;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.subscription.Script;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/** Writes groups of a {@link Convoy}, each with one commit. */
@Component
class Groups {

    /**
     * Settings for one transaction. A plan that was made while the tables were small, and is kept, would read them from end to end when they are not any
     * more. One that goes by the keys is the same for any number of rows: left to itself, PostgreSQL plans anew for almost every group, which takes as long as
     * carrying it out.
     */
    static final String BY_KEY = """
            set_config('enable_seqscan', 'off', true) || set_config('enable_hashjoin', 'off', true) || set_config('enable_mergejoin', 'off', true)
              || set_config('enable_bitmapscan', 'off', true) || set_config('plan_cache_mode', 'force_generic_plan', true)""";

    /** A group that has to be undone has cost that many orders their time. */
    private static final int MOST = 64;

    private static final Logger log = LoggerFactory.getLogger(Groups.class);

    private final JdbcOperations jdbc;
    private final MeterRegistry meters;
    private final Duration patience;
    private final Duration silence;

    /**
     * @param patience with a row that somebody else holds
     * @param silence  after which a database is given up; one that waits for a row says nothing for as long as the patience
     */
    Groups(JdbcOperations jdbc, MeterRegistry meters, @Value("${patchbay.journal.patience:1s}") Duration patience,
            @Value("${patchbay.journal.silence:5s}") Duration silence) {
        this.jdbc = jdbc;
        this.meters = meters;
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("patchbay.journal.patience is " + patience + "; it has to be longer than nothing, which PostgreSQL would take for no limit");
        }
        if (silence.compareTo(patience) <= 0) {
            throw new IllegalArgumentException("patchbay.journal.silence is " + silence + "; it has to be longer than patchbay.journal.patience, " + patience
                    + ", or a database that waits for a row is taken for one that is gone");
        }
        this.patience = patience;
        this.silence = silence;
    }

    /**
     * How long a group may wait for a row that somebody else holds, as PostgreSQL's {@code lock_timeout} has it; a node that stalls in the middle
     * of its transaction would hold up all orders of the others. Then each is written by itself, and only the one it concerns waits on.
     */
    String patience() {
        return patience.toMillis() + "ms";
    }

    /**
     * With no other limit than that of its connection.
     *
     * @param writing what writes all rows of a group, and is refused by the database if they are not what was expected
     */
    <W> Convoy<W> of(String kind, Function<List<W>, Script> writing) {
        return of(kind, Duration.ZERO, writing, group -> group);
    }

    /**
     * For what every new order of the node waits behind: a line that may be dead is given up.
     *
     * @param rest of a refused group, those that do not stand in the way of the others; who is not among them is not written
     */
    <W> Convoy<W> notInSilence(String kind, Function<List<W>, Script> writing, UnaryOperator<List<W>> rest) {
        return of(kind, silence, writing, rest);
    }

    private <W> Convoy<W> of(String kind, Duration silence, Function<List<W>, Script> writing, UnaryOperator<List<W>> rest) {
        DistributionSummary together = summary(kind, "together");
        DistributionSummary apart = summary(kind, "apart");
        return new Convoy<>(MOST, group -> {
            int written = committed(group, silence, writing) ? group.size() : committedRest(group, rest.apply(group), silence, writing);
            count(together, written);
            count(apart, group.size() - written);
            return written > 0;
        });
    }

    private <W> int committedRest(List<W> group, List<W> rest, Duration silence, Function<List<W>, Script> writing) {
        boolean promising = !rest.isEmpty() && rest.size() < group.size();
        return promising && committed(rest, silence, writing) ? rest.size() : 0;
    }

    private static void count(DistributionSummary summary, int orders) {
        if (orders > 0) {
            summary.record(orders);
        }
    }

    private DistributionSummary summary(String kind, String result) {
        return DistributionSummary.builder("patchbay.journal.group").description("Orders that were written down by one commit, and those that each had to be by its own")
                .tag("write", kind).tag("result", result).serviceLevelObjectives(1, 2, 4, 8, 16, 32, MOST).register(meters);
    }

    /** What the database refused, or could not even be said, can be done for each order of the group by itself. Of anything else nobody knows whether it is written. */
    private <W> boolean committed(List<W> group, Duration silence, Function<List<W>, Script> writing) {
        return script(group, writing).map(script -> script.commit(jdbc, silence).map(refusal -> apart(group, refusal)).orElse(true)).orElse(false);
    }

    private static <W> Optional<Script> script(List<W> group, Function<List<W>, Script> writing) {
        try {
            return Optional.of(writing.apply(group));
        } catch (RuntimeException broken) {
            apart(group, broken);
            return Optional.empty();
        }
    }

    private static boolean apart(List<?> group, Exception why) {
        log.debug("A group of {} could not be written ({}); each is written by itself", group.size(), why instanceof SQLException told ? told.getSQLState() : why.getClass().getSimpleName());
        return false;
    }
}
