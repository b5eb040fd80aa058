package io.patchbay.schedule;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What forecasts are made of, and which orders they are about: the database counts, {@link Forecast} plays it through, and the database finds the
 * orders that this leaves in jeopardy.
 */
@Repository
public class ForecastRows {

    /** Orders that forecasts do not tell apart. */
    static final String PLACE = Seen.second("try_at") + " as try_second, " + Seen.second("due_at") + " as due_second, " + Seen.second(Seen.KEEP_BY) + " as keep_second";

    private final JdbcClient jdbc;

    ForecastRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Accounts for which something is promised, whenever that is. */
    public List<String> accounts() {
        return jdbc.sql(Accounts.owed(Accounts.PROMISED) + "select account from known").query(String.class).list();
    }

    /** Those of the accounts at which something is promised to a tenant within the horizon. */
    public List<String> accounts(List<String> accounts, String tenant, Instant until) {
        return jdbc.sql("select account from unnest(:accounts::text[]) as account where exists (select from due_work"
                        + " where due_work.account = account.account and tenant = :tenant and due_at < :until and " + Accounts.PROMISED + ")")
                .param("accounts", accounts.toArray(String[]::new)).param("tenant", tenant).param("until", utc(until))
                .query(String.class).list();
    }

    /**
     * What is due, or comes due, at an account, all counted as own. Reads all that is promised there within the horizon, from
     * an index alone unless that is most of the table: about half a second for a million orders.
     *
     * @param until the end of the horizon
     */
    public List<Slot> slots(String account, Instant until) {
        return jdbc.sql(counted("account = :account and due_at < :until")).param("account", account).param("until", utc(until)).query(ForecastRows::slot).list();
    }

    /** What of that is one tenant's. Reads no more than is promised to it. */
    public List<Slot> slots(String account, String tenant, Instant until) {
        return jdbc.sql(counted("tenant = :tenant and account = :account and due_at < :until"))
                .param("tenant", tenant).param("account", account).param("until", utc(until)).query(ForecastRows::slot).list();
    }

    static String counted(String which) {
        return "select " + PLACE + ", count(*) as orders from due_work where " + which + " and " + Accounts.PROMISED
                + " group by try_second, due_second, keep_second";
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
        return slots.isEmpty() ? new Late(counts, List.of()) : new Late(counts, Seen.in(jdbc, account, forecast.pace(), slots, """
                        select seen.*, count(*) filter (where jeopardy = 'AT_RISK') over () as at_risk, count(*) filter (where jeopardy = 'MISSED') over () as missed
                        from seen where jeopardy is not null and (:tenant::text is null or tenant = :tenant)
                        order by ordered_at, subscription_id, kind limit :most""")
                .param("tenant", tenant, Types.VARCHAR).param("most", most)
                .query((rs, n) -> {
                    counts.put(Jeopardy.AT_RISK, rs.getLong("at_risk"));
                    counts.put(Jeopardy.MISSED, rs.getLong("missed"));
                    return JeopardyRows.row(rs, account);
                }).list());
    }

    static Slot slot(ResultSet rs, int number) throws SQLException {
        return new Slot(instant(rs, "try_second"), instant(rs, "due_second"), instant(rs, "keep_second"), rs.getLong("orders"), rs.getLong("orders"));
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
}
