package io.patchbay.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A PostgreSQL that forgets nothing, as one in production: every commit waits for the disk. */
final class Server implements AutoCloseable {

    /** What differs from PostgreSQL's own defaults, or from those of the embedded one. */
    private static final Map<String, String> SETTINGS = Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on",
            "shared_buffers", "512MB", "max_wal_size", "4GB", "max_connections", "400");

    private final Path data;
    private final EmbeddedPostgres postgres;
    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;

    Server(Path data) {
        this.data = data;
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
        return url("postgres");
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    int port() {
        return postgres.getPort();
    }

    /** Makes another database in it. @return its URL */
    String database(String name) {
        jdbc.sql("create database " + name).update();
        return url(name);
    }

    /** The process whose children serve the connections. */
    ProcessHandle handle() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was dirty is written now and not in the middle of a measurement. */
    void checkpoint() {
        jdbc.sql("checkpoint").update();
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
