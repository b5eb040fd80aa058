package io.patchbay.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What a forecast says of single orders, in SQL. */
final class Seen {

    /** The moment from which on the window of an order counts. */
    static final String KEEP_BY = "coalesce(due_work.keep_by, due_work.due_at)";

    /** What was ordered. */
    private static final String ORDERED = "coalesce(promised_at, due_at)";

    /**
     * The orders of some slots, each with what the forecast says of it: its place is that of the order in which they are taken up. {@code offset 0} keeps
     * the planner, which cannot know how few the slots are, from reading all that is promised at the account instead of one slot after the other.
     */
    private static final String SEEN = """
            with slot as materialized (
              select * from unnest(:froms::text[]::timestamptz[], :dues::text[]::timestamptz[], :keeps::text[]::timestamptz[], :begins::text[]::timestamptz[],
                  :firsts::bigint[], :jeopardies::text[])
                as slot (try_second, due_second, keep_second, begins, first, says)),
            line as (
              select subscription_id, kind, tenant, due_at, %1$s as ordered_at, keep_from, says, begins, first,
                row_number() over (partition by try_second, due_second, keep_second order by try_at, subscription_id, kind) as place
              from slot cross join lateral (
                select *, %2$s as keep_from from due_work where account = :account and %3$s
                  and due_at >= due_second and due_at < due_second + interval '1 second' and %4$s = try_second
                  and %5$s = keep_second offset 0) as promised),
            seen as materialized (
              select subscription_id, kind, tenant, due_at, ordered_at, keep_from, case when place >= first then says end as jeopardy,
                case when place >= first and says is not null then date_trunc('milliseconds', begins + place * :step * interval '1 second') end as expected_at
              from line)
            """.formatted(ORDERED, KEEP_BY, Accounts.PROMISED, second("try_at"), second(KEEP_BY));

    private Seen() {
    }

    /** The second in which a moment lies. Twice as fast as {@code date_trunc}, which works out a calendar for it. */
    static String second(String moment) {
        return "date_bin('1 second', " + moment + ", 'epoch')";
    }

    /** @param statement goes on after the orders, which it knows as {@code seen} */
    static StatementSpec in(JdbcClient jdbc, String account, Pace pace, List<Served> slots, String statement) {
        return jdbc.sql(SEEN + statement)
                .param("froms", texts(slots, turn -> turn.slot().from())).param("dues", texts(slots, turn -> turn.slot().due()))
                .param("keeps", texts(slots, turn -> turn.slot().keepBy()))
                .param("begins", texts(slots, Served::begins)).param("firsts", slots.stream().map(Served::first).toArray(Long[]::new))
                .param("jeopardies", texts(slots, Served::jeopardy)).param("account", account)
                .param("step", pace.isStopped() ? 0 : pace.nanosEach() / Duration.ofSeconds(1).toNanos());
    }

    private static String[] texts(List<Served> slots, Function<Served, Object> value) {
        return slots.stream().map(value).map(given -> Objects.toString(given, null)).toArray(String[]::new);
    }
}
