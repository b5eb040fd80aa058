package io.patchbay.gateway;

import io.patchbay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the gateway's database past the gateway. */
record Rows(TestDatabase database) {

    /** The first column of every row. */
    List<String> texts(String sql, Object... parameters) {
        try (Connection connection = database.dataSource().getConnection(); PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return texts(statement.executeQuery());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(ResultSet found) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (found.next()) {
            texts.add(found.getString(1));
        }
        return texts;
    }

    int count(String table) {
        return Integer.parseInt(texts("select count(*) from " + table).getFirst());
    }

    void execute(String sql) {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
