package io.patchbay.breaker;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code breaker_ruling}, with one line for each account about whose breaker something was ruled. Every change is audited with it. */
@Repository
public class Rulings {

    /** Where a new ruling is announced, by its account. */
    public static final String CHANNEL = "patchbay_breakers";

    /** Every node has seen an end long before; one that was away for longer ends what it knows by itself. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Audit audit;

    public Rulings(JdbcClient jdbc, PlatformTransactionManager transactions, Audit audit) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.audit = audit;
    }

    public List<Ruling> all() {
        return jdbc.sql("select * from breaker_ruling").query(Rulings::ruling).list();
    }

    /** @param ruling its number is given by the database; takes the place of what was ruled before */
    public void give(Ruling ruling) {
        transactions.executeWithoutResult(transaction -> {
            jdbc.sql("lock table breaker_ruling in share row exclusive mode").update();
            Optional<Ruling> before = of(ruling.account()).filter(earlier -> earlier.isInForce(ruling.at()));
            write(ruling);
            audit.record(new Act(ruling.by(), act(ruling.verdict()), "breakers/" + ruling.account(), ruling.reason(), before.map(Ruling::json).orElse(null),
                    after(ruling)));
        });
    }

    private static String act(Verdict verdict) {
        return switch (verdict) {
            case FORCED_OPEN -> "breaker.forced-open";
            case FORCED_CLOSED -> "breaker.forced-closed";
            case RESET -> "breaker.reset";
            case EXPIRED -> "breaker.ruling-expired";
        };
    }

    private static ObjectNode after(Ruling ruling) {
        return ruling.verdict().forces() ? ruling.json() : null;
    }

    /** Ends what has come to its end. Several nodes may try at once; one of them does it. */
    public void expire(Instant now) {
        if (!isAnyOver(now)) {
            return;
        }
        transactions.executeWithoutResult(transaction -> {
            jdbc.sql("delete from breaker_ruling where verdict in ('RESET', 'EXPIRED') and at < :long").param("long", utc(now.minus(KEPT))).update();
            jdbc.sql("select * from breaker_ruling where verdict like 'FORCED%' and until <= :now order by account for update skip locked")
                    .param("now", utc(now)).query(Rulings::ruling).list().forEach(over -> end(over, now));
        });
    }

    /** Nearly always nothing is, and then nothing is locked. */
    private boolean isAnyOver(Instant now) {
        return jdbc.sql("""
                        select exists (select from breaker_ruling where verdict like 'FORCED%' and until <= :now
                        or verdict in ('RESET', 'EXPIRED') and at < :long)""")
                .param("now", utc(now)).param("long", utc(now.minus(KEPT))).query(Boolean.class).single();
    }

    private void end(Ruling over, Instant now) {
        write(new Ruling(over.account(), 0, Verdict.EXPIRED, over.by(), over.reason(), now, null));
        audit.record(new Act("gateway", act(Verdict.EXPIRED), "breakers/" + over.account(), over.reason(), over.json(), null));
    }

    private Optional<Ruling> of(String account) {
        return jdbc.sql("select * from breaker_ruling where account = :account").param("account", account).query(Rulings::ruling).optional();
    }

    private void write(Ruling ruling) {
        jdbc.sql("""
                        insert into breaker_ruling (account, verdict, by, reason, at, until) values (:account, :verdict, :by, :reason, :at, :until)
                        on conflict (account) do update set number = nextval('breaker_ruling_number'), verdict = excluded.verdict, by = excluded.by,
                          reason = excluded.reason, at = excluded.at, until = excluded.until""")
                .param("account", ruling.account()).param("verdict", ruling.verdict().name()).param("by", ruling.by()).param("reason", ruling.reason())
                .param("at", utc(ruling.at())).param("until", ruling.until() == null ? null : utc(ruling.until())).update();
        jdbc.sql("select pg_notify(:channel, :account)").param("channel", CHANNEL).param("account", ruling.account()).query((row, n) -> n).list();
    }

    private static Ruling ruling(ResultSet row, int number) throws SQLException {
        return new Ruling(row.getString("account"), row.getLong("number"), Verdict.valueOf(row.getString("verdict")), row.getString("by"),
                row.getString("reason"), instant(row, "at"), row.getObject("until") == null ? null : instant(row, "until"));
    }
}
