package io.patchbay.schedule;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * What forecasts are made of, and what they say of single orders: the database counts, {@link Forecast} plays it through, and the database
 * finds the orders that this leaves in jeopardy.
 */
@Repository
public class ForecastRows {

    /** An expectation that has moved by less than this is not written anew with every forecast. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    /** The partial indexes are found by the very words. */
    private static final String PROMISED = "kind in ('ACTIVATE', 'END')";

    /**
     * The orders of some slots, each with what the forecast says of it: its place is that of the order in which they are taken up. {@code offset 0} keeps
     * the planner, which cannot know how few the slots are, from reading all that is promised at the account instead of one slot after the other.
     */
    private static final String SEEN = """
            with slot as materialized (
              select * from unnest(:froms::text[]::timestamptz[], :dues::text[]::timestamptz[], :begins::text[]::timestamptz[], :firsts::bigint[], :jeopardies::text[])
                as slot (try_second, due_second, begins, first, says)),
            line as (
              select subscription_id, kind, tenant, due_at, says, begins, first,
                row_number() over (partition by try_second, due_second order by try_at, subscription_id, kind) as place
              from slot cross join lateral (
                select * from due_work where account = :account and %s and due_at >= due_second and due_at < due_second + interval '1 second'
                  and date_trunc('second', try_at) = try_second offset 0) as promised),
            seen as materialized (
              select subscription_id, kind, tenant, due_at, case when place >= first then says end as jeopardy,
                case when place >= first then date_trunc('milliseconds', begins + place * :step * interval '1 second') end as expected_at
              from line)
            """.formatted(PROMISED);

    private final JdbcClient jdbc;

    ForecastRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Accounts for which something is promised, whenever that is. Looks at one row of each and not at all of them. */
    public List<String> accounts() {
        return jdbc.sql("""
                        with recursive known as (
                          (select account from due_work where %1$s order by account limit 1)
                          union all
                          select (select account from due_work where %1$s and account > known.account order by account limit 1)
                          from known where known.account is not null)
                        select account from known where account is not null""".formatted(PROMISED))
                .query(String.class).list();
    }

    /** Those of the accounts at which something is promised to a tenant within the horizon. */
    public List<String> accounts(List<String> accounts, String tenant, Instant until) {
        return jdbc.sql("select account from unnest(:accounts::text[]) as account where exists (select from due_work"
                        + " where due_work.account = account.account and tenant = :tenant and due_at < :until and " + PROMISED + ")")
                .param("accounts", accounts.toArray(String[]::new)).param("tenant", tenant).param("until", utc(until))
                .query(String.class).list();
    }

    /**
     * What is due, or comes due, at an account.
     *
     * @param tenant whose orders count as own; null for everybody's
     * @param until  the end of the horizon
     */
    public List<Slot> slots(String account, String tenant, Instant until) {
        return jdbc.sql("""
                        select date_trunc('second', try_at) as try_second, date_trunc('second', due_at) as due_second, count(*) as orders,
                          count(*) filter (where :tenant::text is null or tenant = :tenant) as own
                        from due_work where account = :account and due_at < :until and %s
                        group by try_second, due_second""".formatted(PROMISED))
                .param("account", account).param("tenant", tenant, Types.VARCHAR).param("until", utc(until))
                .query(ForecastRows::slot).list();
    }

    /**
     * Those that are in jeopardy by a forecast, by their moment.
     *
     * @param tenant whose; null for everybody's
     * @param most   of which the first are listed; all are counted
     */
    public Late late(String account, Forecast forecast, String tenant, int most) {
        List<Served> slots = forecast.inJeopardy();
        Map<Jeopardy, Long> counts = new EnumMap<>(Jeopardy.class);
        return slots.isEmpty() ? new Late(counts, List.of()) : new Late(counts, seen(account, forecast.pace(), slots, """
                        select seen.*, count(*) filter (where jeopardy = 'AT_RISK') over () as at_risk, count(*) filter (where jeopardy = 'MISSED') over () as missed
                        from seen where jeopardy is not null and (:tenant::text is null or tenant = :tenant)
                        order by due_at, subscription_id, kind limit :most""")
                .param("tenant", tenant, Types.VARCHAR).param("most", most)
                .query((rs, n) -> {
                    counts.put(Jeopardy.AT_RISK, rs.getLong("at_risk"));
                    counts.put(Jeopardy.MISSED, rs.getLong("missed"));
                    return row(rs, account);
                }).list());
    }

    /**
     * Writes to orders what a forecast says of them, where that is not what is written there. An order that somebody is just working on is passed
     * over until the next forecast. Two nodes at once write and return each order once.
     *
     * @param slots whose orders are looked at
     * @return those to which something was written, at most {@code most}
     */
    public List<Flagged> write(String account, Pace pace, List<Served> slots, int most) {
        return seen(account, pace, slots, """
                        , news as materialized (
                          select seen.*, due_work.jeopardy as was from due_work join seen using (subscription_id, kind)
                          where due_work.due_at = seen.due_at and (due_work.jeopardy is distinct from seen.jeopardy
                            or (due_work.expected_at is null) <> (seen.expected_at is null)
                            or abs(extract(epoch from due_work.expected_at - seen.expected_at)) >= :steady)
                          limit :most for update of due_work skip locked)
                        update due_work set jeopardy = news.jeopardy, expected_at = news.expected_at from news
                        where due_work.subscription_id = news.subscription_id and due_work.kind = news.kind
                        returning news.*""")
                .param("steady", STEADY.toSeconds()).param("most", most)
                .query((rs, n) -> new Flagged(row(rs, account), jeopardy(rs.getString("was")))).list();
    }

    private StatementSpec seen(String account, Pace pace, List<Served> slots, String statement) {
        return jdbc.sql(SEEN + statement)
                .param("froms", texts(slots, turn -> turn.slot().from())).param("dues", texts(slots, turn -> turn.slot().due()))
                .param("begins", texts(slots, Served::begins)).param("firsts", slots.stream().map(Served::first).toArray(Long[]::new))
                .param("jeopardies", texts(slots, Served::jeopardy)).param("account", account)
                .param("step", pace.isStopped() ? 0 : pace.nanosEach() / Duration.ofSeconds(1).toNanos());
    }

    private static String[] texts(List<Served> slots, Function<Served, Object> value) {
        return slots.stream().map(value).map(given -> Objects.toString(given, null)).toArray(String[]::new);
    }

    /** Where the orders stand that the last forecast left in jeopardy, all counted as own. */
    public List<Slot> flagged(String account) {
        return jdbc.sql("""
                        select date_trunc('second', try_at) as try_second, date_trunc('second', due_at) as due_second, count(*) as orders, count(*) as own
                        from due_work where jeopardy is not null and account = :account group by try_second, due_second""")
                .param("account", account).query(ForecastRows::slot).list();
    }

    /** What the last forecast said of a subscription's orders. */
    public List<InJeopardy> of(String subscriptionId) {
        return jdbc.sql("select * from due_work where subscription_id = :id and jeopardy is not null and " + PROMISED + " order by due_at")
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

    private static Slot slot(ResultSet rs, int number) throws SQLException {
        return new Slot(instant(rs, "try_second"), instant(rs, "due_second"), rs.getLong("orders"), rs.getLong("own"));
    }

    private static InJeopardy row(ResultSet rs, String account) throws SQLException {
        return new InJeopardy(rs.getString("subscription_id"), DueKind.valueOf(rs.getString("kind")), rs.getString("tenant"), account, instant(rs, "due_at"),
                jeopardy(rs.getString("jeopardy")), instant(rs, "expected_at"));
    }

    private static Jeopardy jeopardy(String stored) {
        return stored == null ? null : Jeopardy.valueOf(stored);
    }

    /**
     * Orders in jeopardy.
     *
     * @param first the first of them, by their moment
     */
    public record Late(Map<Jeopardy, Long> counts, List<InJeopardy> first) {

        public long count(Jeopardy jeopardy) {
            return counts.getOrDefault(jeopardy, 0L);
        }
    }

    /**
     * An order to which was written what the forecast says of it.
     *
     * @param order its jeopardy is null if it is on time again
     * @param was   what the forecast before said; null for on time
     */
    public record Flagged(InJeopardy order, Jeopardy was) {

        public boolean isNews() {
            return order.jeopardy() != null && was != order.jeopardy();
        }
    }
}
