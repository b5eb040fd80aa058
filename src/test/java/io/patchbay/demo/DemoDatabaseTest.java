package io.patchbay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDatabaseTest {

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end_everything() throws Exception {
        for (Process process : processes) {
            // Politely, because only then it takes its PostgreSQL along.
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void data_survives_a_kill_while_postgres_keeps_running() throws Exception {
        Process first = start();
        String url = line(first, "url=");
        execute(url, "CREATE TABLE kept (id int)");
        execute(url, "INSERT INTO kept VALUES (42)");
        long postgres = postgresPid();
        first.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(postgres)).hasValueSatisfying(left -> assertThat(left.isAlive()).isTrue());

        String again = line(start(), "url=");
        assertThat(query(again, "SELECT id FROM kept")).isEqualTo("42");
        assertThat(postgresPid()).isNotEqualTo(postgres);
        assertThat(ProcessHandle.of(postgres).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void a_commit_is_on_the_disk_when_it_is_answered() throws Exception {
        String url = line(start(), "url=");
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(query(url, "SHOW " + setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void a_second_demo_on_the_same_data_is_refused_in_one_sentence() throws Exception {
        line(start(), "url=");
        Process second = start();
        assertThat(line(second, "refused=")).startsWith("Another demo is running on the data in").endsWith("stop it first.");
        assertThat(second.waitFor()).isEqualTo(1);
    }

    @Test
    void a_stale_pid_file_whose_number_belongs_to_somebody_else_is_no_obstacle() throws Exception {
        Process first = start();
        execute(line(first, "url="), "CREATE TABLE kept (id int)");
        first.destroy();
        first.waitFor();
        long somebody = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("postgres/postmaster.pid"), somebody + "\n" + directory.resolve("postgres") + "\n");
        assertThat(query(line(start(), "url="), "SELECT count(*) FROM kept")).isEqualTo("0");
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), DemoDatabaseProcess.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        return process;
    }

    private static String line(Process process, String prefix) throws IOException {
        BufferedReader output = process.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
            seen.append(line).append('\n');
        }
        throw new AssertionError("no line " + prefix + " in:\n" + seen);
    }

    private long postgresPid() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("postgres/postmaster.pid")).getFirst().strip());
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres")) {
            connection.createStatement().execute(sql);
        }
    }

    private static String query(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres")) {
            ResultSet row = connection.createStatement().executeQuery(sql);
            row.next();
            return row.getString(1);
        }
    }
}
