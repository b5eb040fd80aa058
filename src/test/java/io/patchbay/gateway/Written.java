package io.patchbay.gateway;

import io.patchbay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Everything a gateway has written into its database, as text. */
final class Written {

    private Written() {
    }

    static String everywhere(TestDatabase database) {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.dataSource().getConnection()) {
            for (String table : texts(connection, "select quote_ident(tablename) from pg_tables where schemaname = 'public'")) {
                texts(connection, "select t::text from " + table + " t").forEach(row -> all.append(table).append(' ').append(row).append('\n'));
                // bytea is shown in hexadecimal, where nothing would be found
                binaries(connection, table).forEach(column -> append(connection, all, table, column));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    private static List<String> binaries(Connection connection, String table) throws SQLException {
        return texts(connection, "select quote_ident(column_name) from information_schema.columns where data_type = 'bytea' and table_name = '" + table + "'");
    }

    private static void append(Connection connection, StringBuilder all, String table, String column) {
        try {
            texts(connection, "select encode(" + column + ", 'escape') from " + table + " where " + column + " is not null")
                    .forEach(text -> all.append(text).append('\n'));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read " + table + "." + column, e);
        }
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        ResultSet rows = connection.createStatement().executeQuery(sql);
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }
}
