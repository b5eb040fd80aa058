package io.patchbay.bench;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Scheduled activations by the hundred thousand: copies of one that the tenant acme ordered through the API, each with its promise. */
final class Orders {

    private static final int PORTION = 50_000;
    private static final Duration FIRST = Duration.ofDays(30);
    private static final Duration SPREAD = Duration.ofDays(600);

    private final JdbcClient jdbc;
    private final String template;

    /** @param template id of a subscription that is scheduled */
    Orders(JdbcClient jdbc, String template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** Such as are due some time between a month and two years from now. */
    void pending(int count) {
        Instant first = Instant.now().plus(FIRST);
        Duration step = SPREAD.dividedBy(count);
        for (int done = 0; done < count; done += PORTION) {
            add("pending", null, first.plus(step.multipliedBy(done)), step, Math.min(PORTION, count - done));
        }
    }

    /** @param burst their customer, to know them by */
    void dueAt(Instant moment, String burst, int count) {
        add(burst, null, moment, Duration.ZERO, count);
    }

    /** Such as no gateway takes up: it does not know their account. */
    void dueAtAccount(String account, Instant moment, int count) {
        add(account, account, moment, Duration.ZERO, count);
    }

    private void add(String customer, String account, Instant first, Duration step, int count) {
        jdbc.sql("""
                        with made as (
                            insert into subscription (subscription_id, tenant, status, provider, account, offering_id, customer_id, scheduled_at,
                              details, created_at, updated_at)
                            select replace(event_id(clock_timestamp()), 'evt_', 'sub_'), tenant, status, provider, coalesce(:account, account),
                              offering_id, :customer, :first::timestamptz + n * :step * interval '1 millisecond', details, now(), now()
                            from subscription cross join generate_series(0, :count - 1) as n where subscription_id = :template
                            returning subscription_id, tenant, account, scheduled_at)
                        insert into due_work (subscription_id, kind, tenant, account, due_at, try_at)
                        select subscription_id, 'ACTIVATE', tenant, account, scheduled_at, scheduled_at from made""")
                .param("account", account, Types.VARCHAR).param("customer", customer).param("first", Timestamp.from(first))
                .param("step", step.toMillis()).param("count", count).param("template", template)
                .update();
    }

    void forget(String customer) {
        jdbc.sql("delete from subscription where tenant = 'acme' and customer_id = :customer").param("customer", customer).update();
    }

    int pending() {
        return jdbc.sql("select count(*) from due_work").query(Integer.class).single();
    }

    /** How many of a burst are active, each by exactly one operation that succeeded. */
    int carriedOut(String burst) {
        return jdbc.sql("""
                        select count(*) from subscription as s where tenant = 'acme' and customer_id = :burst and status = 'ACTIVATED'
                          and 1 = (select count(*) from operation as o where o.subscription_id = s.subscription_id and kind = 'activate' and state = 'SUCCEEDED')""")
                .param("burst", burst).query(Integer.class).single();
    }

    /** How late they left, after the moment they were all due at. */
    Lag lag(String burst, Instant due) {
        return jdbc.sql("""
                        select count(*) as orders, percentile_disc(0.5) within group (order by lag) as half, percentile_disc(0.99) within group (order by lag) as most,
                          min(lag) as first, max(lag) as last, max(settled) as settled
                        from (select extract(epoch from min(a.started_at) - :due::timestamptz) * 1000 as lag,
                                extract(epoch from max(a.ended_at) - :due::timestamptz) * 1000 as settled
                              from subscription as s join operation as o using (subscription_id) join attempt as a using (operation_id)
                              where s.tenant = 'acme' and s.customer_id = :burst and o.kind = 'activate' group by o.operation_id) as sent""")
                .param("due", Timestamp.from(due)).param("burst", burst)
                .query((row, number) -> new Lag(row.getInt("orders"), row.getLong("half"), row.getLong("most"), row.getLong("first"), row.getLong("last"),
                        row.getLong("settled")))
                .single();
    }
}
