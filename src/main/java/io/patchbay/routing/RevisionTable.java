package io.patchbay.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code configuration_revision}: every configuration there ever was. */
final class RevisionTable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;

    RevisionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest revision by this author, without its document. */
    Optional<Revision> lastBy(String author) {
        return jdbc.sql("select revision, created_at, author, reason, digest from configuration_revision where author = :author order by revision desc limit 1")
                .param("author", author).query((row, n) -> revision(row, false)).optional();
    }

    /** The newest of this author's with this content, without its document. */
    Optional<Revision> withDigest(String digest, String author) {
        return jdbc.sql("""
                        select revision, created_at, author, reason, digest from configuration_revision
                        where digest = :digest and author = :author order by revision desc limit 1""")
                .param("digest", digest).param("author", author).query((row, n) -> revision(row, false)).optional();
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

    /** @return its number */
    long insert(ObjectNode document, String author, String reason) {
        return jdbc.sql("""
                        insert into configuration_revision (author, reason, digest, document)
                        values (:author, :reason, :digest, :document::jsonb) returning revision""")
                .param("author", author).param("reason", reason).param("digest", ContentDigest.of(document)).param("document", document.toString())
                .query(Long.class).single();
    }

    private static Revision revision(ResultSet row, boolean whole) throws SQLException {
        return new Revision(row.getLong("revision"), row.getTimestamp("created_at").toInstant(), row.getString("author"), row.getString("reason"),
                row.getString("digest"), whole ? document(row.getString("document")) : null);
    }

    private static ObjectNode document(String stored) {
        try {
            return (ObjectNode) JSON.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored configuration cannot be read", broken);
        }
    }
}
