package io.patchbay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The two commits of an order and nothing else, by PostgreSQL's own driver of load: what the database can do at most. */
final class Pgbench {

    private static final Pattern FOUND = Pattern.compile("(?s)actually processed: (\\d+).*tps = ([\\d.]+)");
    private static final Pattern FAILED = Pattern.compile("failed transactions: (\\d+)");

    private final Server server;

    Pgbench(Server server, JdbcClient jdbc) {
        this.server = server;
        jdbc.sql("create table bench_order (id uuid primary key, client int not null, state text not null, request jsonb not null, outcome jsonb)").update();
    }

    /** Without latencies. */
    Taken closed(int connections, Duration time) {
        String output = run(connections, time);
        Matcher found = FOUND.matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("pgbench says: " + output);
        }
        long processed = Long.parseLong(found.group(1));
        Matcher failed = FAILED.matcher(output);
        return new Taken(processed, Math.round(Double.parseDouble(found.group(2)) * time.toMillis() / 1000), time,
                failed.find() ? Long.parseLong(failed.group(1)) : 0, output, new Histogram(3), new Histogram(3), Duration.ZERO);
    }

    private String run(int connections, Duration time) {
        ProcessBuilder builder = new ProcessBuilder("pgbench", "-h", "localhost", "-p", String.valueOf(server.port()), "-U", "postgres", "-n", "-M", "prepared",
                "-f", "bench/pgbench.sql", "-c", String.valueOf(connections), "-j", "1", "-T", String.valueOf(Math.max(1, time.toSeconds())), "postgres");
        builder.environment().put("PGPASSWORD", "postgres");
        try {
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.onExit().join();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
