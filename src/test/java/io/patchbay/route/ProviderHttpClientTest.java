package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Waits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A provider that answers without end is not listened to without end. */
@Timeout(120)
class ProviderHttpClientTest {

    private static final int LONGEST = (int) ProviderHttpClient.LONGEST_ANSWER;
    private static final ProviderSheet.Http HTTP = new ProviderSheet.Http(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(20), 1);

    private static final Waits WAITS = new Waits(System::nanoTime);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch body = new CountDownLatch(1);
    private final Waits counted = new Waits(this::look);
    private CamelContext camel;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/long", exchange -> answer(exchange, LONGEST + 1));
        server.createContext("/longest", exchange -> answer(exchange, LONGEST));
        server.createContext("/packed", ProviderHttpClientTest::packed);
        server.createContext("/endless", ProviderHttpClientTest::endless);
        server.createContext("/slow", this::slow);
        server.createContext("/broken", this::broken);
        server.start();
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int length) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(new byte[length]);
        }
    }

    private static void packed(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (GZIPOutputStream body = new GZIPOutputStream(exchange.getResponseBody())) {
                body.write(new byte[LONGEST + 1]);
            }
        }
    }

    /** Ends only when the client hangs up. */
    private static void endless(HttpExchange exchange) throws IOException {
        try (exchange; OutputStream body = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                body.write(' ');
                body.flush();
            }
        }
    }

    private Exchange ask(String path, ProviderHttpClient client) {
        camel.getRegistry().bind("client", HttpClientConfigurer.class, client);
        return camel.createProducerTemplate().request("http://localhost:" + server.getAddress().getPort() + path
                + "?httpClientConfigurer=#client&throwExceptionOnFailure=false&responseTimeout=20000", exchange -> { });
    }

    private ProviderHttpClient patient() {
        return new ProviderHttpClient(HTTP, () -> 0, WAITS);
    }

    @Test
    void the_longest_answer_is_read() {
        Exchange exchange = ask("/longest", patient());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(LONGEST);
    }

    @Test
    void one_byte_more_ends_the_call() {
        assertThat(ask("/long", patient()).getException()).isInstanceOf(LimitedAnswer.AnswerTooLong.class);
    }

    @Test
    void an_answer_is_measured_as_it_is_unpacked() {
        assertThat(ask("/packed", patient()).getException()).isInstanceOf(LimitedAnswer.AnswerTooLong.class);
    }

    @Test
    void an_answer_that_drips_is_given_up_after_two_response_times() {
        ProviderHttpClient client = new ProviderHttpClient(HTTP, () -> nanos.getAndAdd(Duration.ofSeconds(1).toNanos()), WAITS);

        assertThat(ask("/endless", client).getException()).isInstanceOf(LimitedAnswer.AnswerTooSlow.class);
        assertThat(nanos.get()).isEqualTo(HTTP.response().multipliedBy(2).plusSeconds(2).toNanos());
    }

    @Test
    void a_connection_that_was_hung_up_makes_room_for_the_next() {
        ProviderHttpClient client = new ProviderHttpClient(HTTP, () -> nanos.getAndAdd(Duration.ofSeconds(1).toNanos()), WAITS);
        ask("/endless", client);

        assertThat(ask("/longest", patient()).getException()).isNull();
    }

    @Test
    void the_head_of_an_answer_is_waited_for_and_its_body_too() {
        Exchange exchange = ask("/slow", waiting());

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("done");
        assertThat(counted.taken()).isEqualTo(101);
    }

    @Test
    void what_breaks_off_was_waited_for_all_the_same() {
        assertThat(ask("/broken", waiting()).getException()).isInstanceOf(IOException.class);

        assertThat(counted.taken()).isEqualTo(1);
    }

    private ProviderHttpClient waiting() {
        return new ProviderHttpClient(HTTP, () -> 0, counted);
    }

    /** The third look is the beginning of the wait for the body. */
    private long look() {
        long now = nanos.get();
        if (looks.incrementAndGet() == 3) {
            body.countDown();
        }
        return now;
    }

    /** One nanosecond until the head, a hundred until the body. */
    private void slow(HttpExchange exchange) throws IOException {
        try (exchange; OutputStream out = exchange.getResponseBody()) {
            nanos.addAndGet(1);
            exchange.sendResponseHeaders(200, 0);
            out.flush();
            body.await();
            nanos.addAndGet(100);
            out.write("done".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void broken(HttpExchange exchange) {
        nanos.addAndGet(1);
        exchange.close();
    }
}
