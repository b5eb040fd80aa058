package io.patchbay.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The table {@code configuration_revision}: every configuration that was ever in force. */
final class RevisionTable {

    private static final ObjectMapper CANONICAL = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private final DataSource dataSource;

    RevisionTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The number of the newest revision if that has this content, else of a new one. */
    long store(JsonNode document, String author, String reason) {
        String digest = digest(document);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            // Nodes that start together would otherwise each add the same revision.
            connection.createStatement().execute("LOCK TABLE configuration_revision IN EXCLUSIVE MODE");
            Long newest = newest(connection, digest);
            long revision = newest != null ? newest : insert(connection, document, digest, author, reason);
            connection.commit();
            return revision;
        } catch (SQLException e) {
            throw new IllegalStateException("The configuration could not be stored in the database", e);
        }
    }

    private static Long newest(Connection connection, String digest) throws SQLException {
        ResultSet row = connection.createStatement()
                .executeQuery("SELECT revision, digest FROM configuration_revision ORDER BY revision DESC LIMIT 1");
        return row.next() && row.getString("digest").equals(digest) ? row.getLong("revision") : null;
    }

    private static long insert(Connection connection, JsonNode document, String digest, String author, String reason)
            throws SQLException {
        PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO configuration_revision (author, reason, digest, document) VALUES (?, ?, ?, ?::jsonb) RETURNING revision");
        insert.setString(1, author);
        insert.setString(2, reason);
        insert.setString(3, digest);
        insert.setString(4, document.toString());
        ResultSet row = insert.executeQuery();
        row.next();
        return row.getLong(1);
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
