package io.patchbay.operation;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What it took lately to carry orders out, account by account. */
@Repository
public class Workload {

    private final JdbcClient jdbc;

    Workload(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of the last 1,000 operations that ended, those that begin or end a service; an account of which none is among them is not there. */
    public Map<String, Typical> recent() {
        Map<String, Typical> byAccount = new HashMap<>();
        jdbc.sql("""
                with recent as materialized (
                  select operation_id, kind from operation where state in ('SUCCEEDED', 'REJECTED') order by updated_at desc limit 1000),
                carried as (
                  select account, count(*) as requests, sum(extract(epoch from greatest(ended_at, started_at) - started_at)) as seconds
                  from recent join attempt using (operation_id)
                  where kind in ('create', 'activate', 'cancel') and phase <> 'NEVER_SENT' and account is not null
                  group by account, operation_id)
                select account, avg(requests), avg(seconds) from carried group by account""").query(row -> {
                    byAccount.put(row.getString(1), new Typical(row.getDouble(2), row.getDouble(3)));
                });
        return byAccount;
    }

    /**
     * What an order took.
     *
     * @param requests sent to the provider on average, questions about lost answers included, calls for tokens not
     * @param seconds  that these took on average, one after the other
     */
    public record Typical(double requests, double seconds) {
    }
}
