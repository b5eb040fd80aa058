package io.patchbay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void two_databases_share_a_server_but_no_table() throws SQLException {
        TestDatabase one = TestDatabase.empty();
        TestDatabase other = TestDatabase.empty();
        try (Connection connection = one.dataSource().getConnection()) {
            connection.createStatement().execute("CREATE TABLE only_here (id int)");
        }
        assertThat(tables(one)).isOne();
        assertThat(tables(other)).isZero();
    }

    private static int tables(TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            ResultSet found = connection.createStatement().executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
            found.next();
            return found.getInt(1);
        }
    }
}
