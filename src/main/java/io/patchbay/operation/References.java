package io.patchbay.operation;

import static io.patchbay.subscription.Script.texts;

import io.patchbay.subscription.Script;
import io.patchbay.subscription.Subscriptions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.stereotype.Repository;

/**
 * What resellers call their subscriptions, each of a tenant's otherwise. Next to none is taken, so as with an idempotency key the commit that writes an order down
 * finds out.
 */
@Repository
public class References {

    private static final Logger log = LoggerFactory.getLogger(References.class);

    /** Both go there together, and what is set holds until the second is answered. */
    private static final String LOOK = "select length(" + Groups.BY_KEY + """
            );
            select place from (select place, (?::text[])[place] as tenant, (?::text[])[place] as reference from unnest(?::int4[]) as place) as given
            where exists (select from subscription where subscription.tenant = given.tenant and reference_id = reference and status <> 'FAILED')""";

    private final JdbcOperations jdbc;
    private final Subscriptions subscriptions;
    private final Duration silence;
    private final MetKeys met = new MetKeys();

    /** @param silence after which a database is given up: new orders of the node wait here, for a line that may be dead */
    References(JdbcOperations jdbc, Subscriptions subscriptions, @Value("${patchbay.journal.silence:5s}") Duration silence) {
        this.jdbc = jdbc;
        this.subscriptions = subscriptions;
        this.silence = silence;
    }

    /** @return whether it may well be taken, as it came to this node lately; asking makes it one that came */
    public boolean isLikely(String tenant, String reference) {
        return met.meets(tenant, reference);
    }

    /**
     * @param own id of the subscription that is ordered, which has it where the commit was late; null while it has none
     * @return whether another subscription of the tenant has it that did not fail
     */
    public boolean isTaken(String tenant, String reference, String own) {
        return subscriptions.referenceTaken(tenant, reference, own);
    }

    /** @return those of them that are known to be taken; none where the database does not say */
    Set<Reference> taken(List<Reference> asked) {
        try {
            return asked.isEmpty() ? Set.of() : found(asked);
        } catch (CannotGetJdbcConnectionException away) {
            throw away;
        } catch (RuntimeException broken) {
            log.debug("{} references could not be looked up together ({}); each is found out about by itself", asked.size(), broken.getClass().getSimpleName());
            return Set.of();
        }
    }

    private Set<Reference> found(List<Reference> asked) {
        return jdbc.execute(LOOK, (PreparedStatementCallback<Set<Reference>>) statement -> {
            // the pool sets its own again
            statement.getConnection().setNetworkTimeout(Runnable::run, (int) silence.toMillis());
            statement.setObject(1, texts(asked, Reference::tenant));
            statement.setObject(2, texts(asked, Reference::id));
            statement.setObject(3, Script.places(asked).numbers());
            statement.execute();
            statement.getMoreResults();
            return found(asked, statement);
        });
    }

    private static Set<Reference> found(List<Reference> asked, PreparedStatement statement) throws SQLException {
        Set<Reference> found = new HashSet<>();
        try (ResultSet places = statement.getResultSet()) {
            while (places.next()) {
                found.add(asked.get(places.getInt("place") - 1));
            }
        }
        return found;
    }

    /** @param id as the reseller gave it */
    record Reference(String tenant, String id) {
    }
}
