package io.patchbay.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code configuration_revision}: every configuration that was ever in force; the newest is. */
final class RevisionTable {

    /** The author of what was read from the configuration directory. */
    static final String FILES = "configuration directory";

    private static final ObjectMapper CANONICAL = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    RevisionTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /**
     * The revision in force after the configuration directory has been read. Its content makes a new one only where it differs from what was
     * last read there: what was changed over the API since then is not undone by a restart.
     */
    Revision fromFiles(ObjectNode document) {
        return alone(() -> {
            String digest = digest(document);
            if (!jdbc.sql("select digest from configuration_revision where author = :files order by revision desc limit 1")
                    .param("files", FILES).query(String.class).optional().filter(digest::equals).isPresent()) {
                insert(document, digest, FILES, "read at start");
            }
            return read();
        });
    }

    Activation add(ObjectNode document, String author, String reason, long based) {
        return alone(() -> {
            long newest = newest();
            String digest = digest(document);
            if (newest != based) {
                return new Activation.Outdated(newest);
            }
            return digest.equals(read().digest()) ? new Activation.Unchanged(newest) : new Activation.Activated(insert(document, digest, author, reason));
        });
    }

    /** One writer at a time: each builds on the newest revision, and nodes that start together would otherwise each add the same. */
    private <T> T alone(Supplier<T> writing) {
        return transactions.execute(status -> {
            jdbc.sql("lock table configuration_revision in exclusive mode").update();
            return writing.get();
        });
    }

    long newest() {
        return jdbc.sql("select max(revision) from configuration_revision").query(Long.class).single();
    }

    /** The newest. */
    Revision read() {
        return jdbc.sql("select * from configuration_revision order by revision desc limit 1").query((row, n) -> revision(row, true)).single();
    }

    /** @return null if there is no such revision */
    Revision read(long number) {
        return jdbc.sql("select * from configuration_revision where revision = :number").param("number", number)
                .query((row, n) -> revision(row, true)).optional().orElse(null);
    }

    List<Revision> page(long before, int limit) {
        return jdbc.sql("select revision, created_at, author, reason, digest from configuration_revision where revision < :before"
                        + " order by revision desc limit :limit")
                .param("before", before).param("limit", limit).query((row, n) -> revision(row, false)).list();
    }

    private long insert(ObjectNode document, String digest, String author, String reason) {
        return jdbc.sql("""
                        insert into configuration_revision (author, reason, digest, document)
                        values (:author, :reason, :digest, :document::jsonb) returning revision""")
                .param("author", author).param("reason", reason).param("digest", digest).param("document", document.toString())
                .query(Long.class).single();
    }

    private static Revision revision(ResultSet row, boolean whole) throws SQLException {
        return new Revision(row.getLong("revision"), row.getTimestamp("created_at").toInstant(), row.getString("author"), row.getString("reason"),
                row.getString("digest"), whole ? document(row.getString("document")) : null);
    }

    private static ObjectNode document(String stored) {
        try {
            return (ObjectNode) CANONICAL.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored configuration cannot be read", broken);
        }
    }

    // The order of keys in a file means nothing; the order of rules does, and lists keep theirs.
    private static String digest(JsonNode document) {
        try {
            return Sha256.hex(CANONICAL.writeValueAsBytes(CANONICAL.treeToValue(document, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
