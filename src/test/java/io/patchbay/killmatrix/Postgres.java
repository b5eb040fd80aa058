package io.patchbay.killmatrix;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The one database of a run, on a fixed port, so that it can be taken away and given back. */
final class Postgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static {
        // It would complain with a stack trace about every server that was ended on purpose.
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class.getPackageName())).setLevel(Level.OFF);
    }

    private final Path data;
    private final int port = Ports.one();
    private EmbeddedPostgres server;

    private Postgres(Path data) {
        this.data = data;
    }

    static Postgres start(Path data) {
        Postgres postgres = new Postgres(data.toAbsolutePath());
        postgres.begin();
        return postgres;
    }

    private void begin() {
        try {
            server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false)
                    .setServerConfig("max_connections", "120")
                    // Not waiting for the disk is fine where only processes die. Not writing at all would forget what was committed.
                    .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on").setPGStartupWait(Duration.ofMinutes(1))
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code pg_ctl -m immediate} or {@code -m fast}, and up again on the same data and port. */
    synchronized void restart(boolean immediately) {
        if (immediately) {
            quit();
        }
        end();
        begin();
    }

    private void quit() {
        ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Pause.until(PATIENCE, () -> !postmaster.isAlive());
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param user of the connections, as the server's own tables will show it */
    String url(String user) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?ApplicationName=" + user;
    }

    Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url("kill-matrix"));
        source.setUser("postgres");
        source.setPassword("postgres");
        return source.getConnection();
    }

    /** First column of all rows, as text; empty also while the server is away. */
    List<String> column(String sql, Object... parameters) {
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> found = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException away) {
            return List.of();
        }
    }

    Optional<String> one(String sql, Object... parameters) {
        return column(sql, parameters).stream().findFirst();
    }

    /** @throws IllegalStateException if the server does not take it */
    void execute(String sql) {
        try (Connection connection = connect()) {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        end();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
