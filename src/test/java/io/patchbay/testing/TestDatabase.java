package io.patchbay.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of one test class. All of them live in one PostgreSQL server that is started with the first one and ends with the
 * JVM, so a fresh database costs a fraction of a second.
 *
 * @param url JDBC URL without user and password, for {@code spring.datasource.url}
 */
public record TestDatabase(String url, String username, String password) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A new database without any table. */
    public static TestDatabase empty() {
        String name = "test_" + COUNT.incrementAndGet();
        execute("CREATE DATABASE " + name);
        return new TestDatabase("jdbc:postgresql://localhost:" + Server.RUNNING.getPort() + "/" + name, "postgres", "postgres");
    }

    /** A new database with every migration of {@code db/migration} applied. */
    public static TestDatabase migrated() {
        TestDatabase database = empty();
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        return database;
    }

    /** Unpooled: every connection is a new one. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(username);
        source.setPassword(password);
        return source;
    }

    private static void execute(String sql) {
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started by the first use, not by loading {@link TestDatabase}. */
    private static final class Server {

        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
