package io.patchbay.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** How moments and JSON stand in the columns of every table; null stays null. */
public final class Columns {

    private Columns() {
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp stored = row.getTimestamp(column);
        return stored == null ? null : stored.toInstant();
    }

    public static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** @throws UncheckedIOException if the column holds no JSON, which the database does not allow */
    public static JsonNode json(ResultSet row, String column, ObjectMapper json) throws SQLException {
        String text = row.getString(column);
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException("The column " + column + " is not readable", broken);
        }
    }

    public static String text(JsonNode node) {
        return node == null ? null : node.toString();
    }
}
