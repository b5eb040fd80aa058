package io.patchbay.breaker;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code breaker_state}: how each node sees the circuit breakers. A node that says nothing for a minute is taken for gone. */
@Repository
public class Sightings {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public Sightings(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** @param own all that this node sees; when they were seen is the database's to say */
    public void tell(List<Sighting> own) {
        transactions.executeWithoutResult(transaction -> {
            own.stream().sorted((one, other) -> one.account().compareTo(other.account())).forEach(this::tell);
            jdbc.sql("""
                    delete from breaker_state where (account, node) in
                      (select account, node from breaker_state where seen < clock_timestamp() - interval '1 minute' for update skip locked)""").update();
        });
    }

    private void tell(Sighting sighting) {
        jdbc.sql("""
                        insert into breaker_state (account, node, state, since) values (:account, :node, :state, :since)
                        on conflict (account, node) do update set state = excluded.state, since = excluded.since, seen = excluded.seen""")
                .param("account", sighting.account()).param("node", sighting.node()).param("state", sighting.state()).param("since", utc(sighting.since()))
                .update();
    }

    /** A node that goes says so. */
    public void forget(String node) {
        jdbc.sql("delete from breaker_state where node = :node").param("node", node).update();
    }

    /** By account and node. */
    public List<Sighting> all() {
        return jdbc.sql("select * from breaker_state where seen > clock_timestamp() - interval '1 minute' order by account, node")
                .query(Sightings::sighting).list();
    }

    private static Sighting sighting(ResultSet row, int number) throws SQLException {
        return new Sighting(row.getString("account"), row.getString("node"), row.getString("state"), instant(row, "since"), instant(row, "seen"));
    }
}
