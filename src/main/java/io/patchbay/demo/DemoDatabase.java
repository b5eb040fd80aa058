package io.patchbay.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The demo's own PostgreSQL. Its data outlives the process, also a killed one, and a commit is on the disk when it is answered.
 *
 * @param url JDBC URL without user and password
 */
record DemoDatabase(String url, String username, String password) {

    // The embedding starts PostgreSQL with these switched off, for tests that throw their data away.
    private static final String ON = "on";

    static DemoDatabase start(Path directory) {
        DemoLock.acquire(directory);
        Path data = directory.toAbsolutePath().normalize().resolve("postgres");
        LeftoverPostgres.stop(data);
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", ON)
                    .setServerConfig("synchronous_commit", ON)
                    .setServerConfig("full_page_writes", ON)
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new DemoDatabase("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres", "postgres", "postgres");
        } catch (IOException | IllegalStateException e) {
            throw new DemoRefused("The database in %s does not start (%s); if nothing in it is needed, delete that directory and start again."
                    .formatted(data, e.getMessage()));
        }
    }
}
