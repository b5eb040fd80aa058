package io.patchbay.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A PostgreSQL that forgets nothing, as one in production: every commit waits for the disk. */
final class Server implements AutoCloseable {

    /** What differs from PostgreSQL's own defaults, or from those of the embedded one. */
    private static final Map<String, String> SETTINGS = Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on",
            "shared_buffers", "512MB", "max_wal_size", "4GB", "max_connections", "100");

    private final EmbeddedPostgres postgres;
    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;

    Server(Path data) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(data.toAbsolutePath()).setCleanDataDirectory(true)
                    .setPGStartupWait(Duration.ofMinutes(1)).setOutputRedirector(ProcessBuilder.Redirect.DISCARD);
            SETTINGS.forEach(builder::setServerConfig);
            postgres = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connection = new SingleConnectionDataSource(url(), "postgres", "postgres", true);
        jdbc = JdbcClient.create(connection);
    }

    String url() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }

    /** All of them on one connection. */
    JdbcClient jdbc() {
        return jdbc;
    }

    /** What a run leaves behind is no business of the next one. */
    void tidy() {
        for (String statement : List.of("vacuum (analyze) subscription", "vacuum (analyze) due_work", "vacuum (analyze) operation",
                "vacuum (analyze) attempt", "checkpoint")) {
            jdbc.sql(statement).update();
        }
    }

    /** In words, with what its promises are worth. */
    String description() {
        return "PostgreSQL " + setting("server_version") + ", fsync " + setting("fsync") + ", synchronous_commit " + setting("synchronous_commit")
                + ", shared_buffers " + setting("shared_buffers");
    }

    private String setting(String name) {
        return jdbc.sql("select current_setting(:name)").param("name", name).query(String.class).single();
    }

    @Override
    public void close() {
        connection.destroy();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
