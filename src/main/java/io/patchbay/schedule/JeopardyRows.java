package io.patchbay.schedule;

import static io.patchbay.subscription.Columns.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the last forecast said of single orders, and what of it their tenants have been told. */
@Repository
public class JeopardyRows {

    /** An expectation that has moved by less than this is not written anew with every forecast. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    JeopardyRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes to orders what a forecast says of them, where that is not what is written there; what was missed stays so. An order that somebody is just
     * working on is passed over until the next forecast. Two nodes at once write and return each order once.
     *
     * @param slots whose orders are looked at
     * @return those to which something was written, at most {@code most}
     */
    public List<Flagged> write(String account, Pace pace, List<Served> slots, int most) {
        return Seen.in(jdbc, account, pace, slots, """
                        , news as materialized (
                          select seen.*, seen.jeopardy is not null and told is distinct from seen.jeopardy and told is distinct from 'MISSED' as is_news
                          from due_work join seen using (subscription_id, kind)
                          where due_work.due_at = seen.due_at and (due_work.jeopardy is distinct from 'MISSED' or seen.jeopardy = 'MISSED')
                            and (due_work.jeopardy is distinct from seen.jeopardy or (due_work.expected_at is null) <> (seen.expected_at is null)
                            or abs(extract(epoch from due_work.expected_at - seen.expected_at)) >= :steady)
                          limit :most for update of due_work skip locked)
                        update due_work set jeopardy = news.jeopardy, expected_at = news.expected_at, told = case when is_news then news.jeopardy else told end
                        from news where due_work.subscription_id = news.subscription_id and due_work.kind = news.kind
                        returning news.*""")
                .param("steady", STEADY.toSeconds()).param("most", most)
                .query((rs, n) -> new Flagged(row(rs, account), rs.getBoolean("is_news"))).list();
    }

    /** Where the orders stand that the last forecast left in jeopardy, all counted as own. */
    public List<Slot> flagged(String account) {
        return jdbc.sql("select " + ForecastRows.PLACE + ", count(*) as orders from due_work where jeopardy is not null and account = :account"
                        + " group by try_second, due_second, keep_second")
                .param("account", account).query(ForecastRows::slot).list();
    }

    /** What the last forecast said of a subscription's orders. */
    public List<InJeopardy> of(String subscriptionId) {
        return jdbc.sql("select *, coalesce(promised_at, due_at) as ordered_at, " + Seen.KEEP_BY + " as keep_from from due_work"
                        + " where subscription_id = :id and jeopardy is not null and " + Accounts.PROMISED + " order by ordered_at")
                .param("id", subscriptionId).query((rs, n) -> row(rs, rs.getString("account"))).list();
    }

    /** How many orders of all accounts the last forecasts left in each jeopardy. */
    public Map<Jeopardy, Long> counts() {
        Map<Jeopardy, Long> counts = new EnumMap<>(Jeopardy.class);
        jdbc.sql("select jeopardy, count(*) from due_work where jeopardy is not null group by jeopardy").query(row -> {
            counts.put(Jeopardy.valueOf(row.getString(1)), row.getLong(2));
        });
        return counts;
    }

    static InJeopardy row(ResultSet rs, String account) throws SQLException {
        String jeopardy = rs.getString("jeopardy");
        return new InJeopardy(rs.getString("subscription_id"), DueKind.valueOf(rs.getString("kind")), rs.getString("tenant"), account,
                instant(rs, "ordered_at"), instant(rs, "keep_from"), jeopardy == null ? null : Jeopardy.valueOf(jeopardy), instant(rs, "expected_at"));
    }

    /**
     * An order to which was written what the forecast says of it.
     *
     * @param order  its jeopardy is null if it is on time again
     * @param isNews whether its tenant has not been told so yet, nor anything worse
     */
    public record Flagged(InJeopardy order, boolean isNews) {
    }
}
