package io.patchbay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.testing.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Duration TIME = Duration.ofMillis(200);

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
        executor.close();
    }

    @Test
    void every_order_is_another_one_and_every_answer_is_counted() throws IOException {
        Set<String> keys = ConcurrentHashMap.newKeySet();
        AtomicInteger arrived = new AtomicInteger();
        Taken taken = load(exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            arrived.incrementAndGet();
            answer(exchange, 201, 2000);
        }).closed(4, TIME);
        assertThat(taken.failed()).isZero();
        assertThat(taken.answered()).isPositive().isEqualTo(arrived.get()).isEqualTo(keys.size()).isEqualTo(taken.latency().getTotalCount());
        assertThat(taken.inTime()).isBetween(1L, taken.answered());
    }

    @Test
    void an_answer_in_chunks_is_read_to_its_end() throws IOException {
        Taken taken = load(exchange -> answer(exchange, 201, 0, 70_000)).closed(2, TIME);
        assertThat(taken.sound("chunks").answered()).isPositive();
    }

    @Test
    void a_connection_that_is_closed_in_order_is_opened_again() throws IOException {
        Taken taken = load(exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, 201, 20);
        }).closed(2, TIME);
        assertThat(taken.sound("closing").answered()).isGreaterThan(2);
    }

    @Test
    void another_status_is_a_failure_and_is_shown() throws IOException {
        Taken taken = load(exchange -> answer(exchange, 503, 20)).closed(1, TIME);
        assertThat(taken.answered()).isZero();
        assertThatThrownBy(() -> taken.sound("orders")).isInstanceOf(AssertionError.class).hasMessageContaining("orders").hasMessageContaining("503");
    }

    @Test
    void a_connection_that_breaks_is_a_failure() throws IOException {
        Taken taken = load(exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, 1000);
            exchange.close();
        }).closed(1, TIME);
        assertThat(taken.answered()).isZero();
        assertThatThrownBy(() -> taken.sound("orders")).hasMessageContaining("closed before");
    }

    @Test
    void an_open_loop_sends_as_many_as_are_due() throws IOException {
        Taken taken = load(exchange -> answer(exchange, 201, 20)).open(100, TIME);
        assertThat(taken.sound("rate").answered()).isEqualTo(20);
    }

    @Test
    void an_open_loop_counts_from_when_a_request_was_due_although_it_could_not_leave() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger arrived = new AtomicInteger();
        Load load = load(exchange -> {
            if (arrived.getAndIncrement() == 0) {
                stall(never);
            }
            answer(exchange, 201, 20);
        });
        try (LoadRun run = new LoadRun(load, 1, 1, new Pace.Fixed(100), TIME)) {
            Taken taken = run.taken();
            assertThat(taken.answered()).isEqualTo(20);
            assertThat(taken.latency().getCountBetweenValues(40_000, Long.MAX_VALUE)).as("those due in the first 60 of 100 milliseconds").isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void what_the_gateway_says_of_its_own_time_is_kept() throws IOException {
        Taken taken = load(exchange -> {
            exchange.getResponseHeaders().set("Server-Timing", "total;dur=3.75, provider;dur=2.25");
            answer(exchange, 201, 20);
        }).open(50, TIME);
        assertThat(taken.overhead().getTotalCount()).isEqualTo(taken.answered());
        assertThat(taken.overhead().getMaxValue()).isEqualTo(1500);
    }

    private static void stall(CountDownLatch never) {
        try {
            never.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, int length) throws IOException {
        answer(exchange, status, length, length);
    }

    /** @param announced 0 for chunks */
    private static void answer(HttpExchange exchange, int status, int announced, int length) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, announced);
            exchange.getResponseBody().write("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Load load(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/v1/subscriptions", handler);
        server.setExecutor(executor);
        server.start();
        return new Load(server.getAddress(), Creates.of(Gateway.INITECH), 201);
    }
}
