package io.patchbay.operation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts what hangs on an account or a tenant. What is asked at a start, and when an account is taken out, is not worth an index that each order keeps
 * up: the database may read the whole table, which blocks nobody.
 */
@Repository
public class HoldingCounts {

    private static final String HELD = "status in ('PENDING', 'SCHEDULED', 'ACTIVATED', 'PAUSED', 'BLOCKED')";
    private static final String OPEN = "state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN', 'NEEDS_ATTENTION')";

    private final JdbcClient jdbc;

    HoldingCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Holdings ofAccount(String account) {
        return of("account", account);
    }

    public Holdings ofTenant(String tenant) {
        return of("tenant", tenant);
    }

    private Holdings of(String column, String name) {
        return jdbc.sql("""
                        select (select count(*) from subscription where %1$s = :name and %2$s),
                               (select count(*) from operation where %1$s = :name and %3$s),
                               (select count(*) from due_work where %1$s = :name and kind in ('ACTIVATE', 'END'))""".formatted(column, HELD, OPEN))
                .param("name", name).query((row, number) -> new Holdings(row.getLong(1), row.getLong(2), row.getLong(3))).single();
    }

    /** By account: how many subscriptions that have not ended are at an account that is none of these. */
    public Map<String, Long> elsewhere(Set<String> accounts) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select account, count(*) as held from subscription where %s and account <> all(:accounts::text[]) group by account".formatted(HELD))
                .param("accounts", accounts.toArray(String[]::new)).query(row -> {
                    counts.put(row.getString("account"), row.getLong("held"));
                });
        return counts;
    }
}
