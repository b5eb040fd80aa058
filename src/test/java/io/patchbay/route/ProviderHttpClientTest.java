package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Outgoing;
import io.patchbay.provider.Waits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/long", exchange -> answer(exchange, LONGEST + 1));
        server.createContext("/longest", exchange -> answer(exchange, LONGEST));
        server.createContext("/packed", ProviderHttpClientTest::packed);
        server.createContext("/short-packed", ProviderHttpClientTest::shortPacked);
        server.createContext("/packed-nothing", ProviderHttpClientTest::packedNothing);
        server.createContext("/long-head", ProviderHttpClientTest::longHead);
        server.createContext("/echo", ProviderHttpClientTest::echo);
        server.createContext("/nothing", ProviderHttpClientTest::nothing);
        server.createContext("/answer", this::status);
        server.createContext("/held", this::held);
        server.createContext("/endless", ProviderHttpClientTest::endless);
        server.createContext("/slow", this::slow);
        server.createContext("/broken", this::broken);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
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

    private static void shortPacked(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (GZIPOutputStream body = new GZIPOutputStream(exchange.getResponseBody())) {
                body.write("unpacked".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void packedNothing(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(202, exchange.getRequestURI().getPath().endsWith("/announced") ? -1 : 0);
        }
    }

    private static void longHead(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (int line = 0; line < 300; line++) {
                exchange.getResponseHeaders().add("X-" + line, "more");
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static void echo(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers asked = exchange.getRequestHeaders();
            Headers answer = exchange.getResponseHeaders();
            answer.add("X-line", exchange.getRequestMethod() + " " + exchange.getRequestURI());
            answer.add("X-from", exchange.getRemoteAddress().toString());
            Map.of("type", "Content-Type", "accept", "Accept", "agent", "User-Agent", "length", "Content-Length")
                    .forEach((name, header) -> answer.add("X-" + name, String.join(",", asked.getOrDefault(header, List.of()))));
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void nothing(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("X-Twice", "one");
            exchange.getResponseHeaders().add("X-Twice", "two");
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void status(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().add("Location", "/echo");
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"provider\"");
            exchange.sendResponseHeaders(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)), -1);
        }
    }

    /** Answers when the test is over. */
    private void held(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
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

    private ProviderAnswer.Answered ask(String path, LongSupplier time, Waits waits) throws IOException {
        return ask(new Outgoing("GET", path, Map.of(), Map.of(), null), time, waits);
    }

    private ProviderAnswer.Answered ask(Outgoing outgoing, LongSupplier time, Waits waits) throws IOException {
        try (ProviderHttpClient client = new ProviderHttpClient(base(), HTTP, time, waits)) {
            return client.answer(outgoing);
        }
    }

    private URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private ProviderAnswer.Answered ask(String path) throws IOException {
        return ask(path, () -> 0, WAITS);
    }

    private long ticking() {
        return nanos.getAndAdd(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void the_longest_answer_is_read() throws IOException {
        assertThat(ask("/longest").body()).hasSize(LONGEST);
    }

    @Test
    void one_byte_more_ends_the_call() {
        assertThatThrownBy(() -> ask("/long")).isInstanceOf(LimitedAnswer.AnswerTooLong.class);
    }

    @Test
    void an_answer_is_measured_as_it_is_unpacked() {
        assertThatThrownBy(() -> ask("/packed")).isInstanceOf(LimitedAnswer.AnswerTooLong.class);
    }

    @Test
    void a_packed_answer_is_unpacked() throws IOException {
        assertThat(ask("/short-packed").body()).asString().isEqualTo("unpacked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/packed-nothing/announced", "/packed-nothing/in-chunks"})
    void nothing_that_is_said_to_be_packed_is_nothing(String path) throws IOException {
        assertThat(ask(path)).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
        });
    }

    @Test
    void an_answer_with_a_head_without_end_is_given_up() {
        assertThatThrownBy(() -> ask("/long-head")).isInstanceOf(MessageConstraintException.class);
    }

    @Test
    void an_answer_that_drips_is_given_up_after_two_response_times() {
        assertThatThrownBy(() -> ask("/endless", this::ticking, WAITS)).isInstanceOf(LimitedAnswer.AnswerTooSlow.class);
        assertThat(nanos.get()).isEqualTo(HTTP.response().multipliedBy(2).plusSeconds(2).toNanos());
    }

    @Test
    void a_connection_that_was_hung_up_makes_room_for_the_next() throws IOException {
        try (ProviderHttpClient client = new ProviderHttpClient(base(), HTTP, this::ticking, WAITS)) {
            assertThatThrownBy(() -> client.answer(get("/endless"))).isInstanceOf(LimitedAnswer.AnswerTooSlow.class);

            assertThat(client.answer(get("/echo")).status()).isEqualTo(200);
        }
    }

    @Test
    void a_connection_whose_answer_was_read_is_used_again() throws IOException {
        try (ProviderHttpClient client = new ProviderHttpClient(base(), HTTP, () -> 0, WAITS)) {
            String first = said(client.answer(get("/echo")), "from");

            assertThat(said(client.answer(get("/echo")), "from")).isEqualTo(first);
        }
    }

    @Test
    void a_request_leaves_as_it_was_written_down() throws IOException {
        Outgoing outgoing = new Outgoing("POST", "/echo/a%20b", Map.of("key", "c d"), Map.of("Content-Type", "application/json", "accept", "text/plain"),
                "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));

        ProviderAnswer.Answered answer = ask(outgoing, () -> 0, WAITS);

        assertThat(said(answer, "line")).isEqualTo("POST /echo/a%20b?key=c%20d");
        assertThat(said(answer, "type")).isEqualTo("application/json");
        assertThat(said(answer, "accept")).isEqualTo("text/plain");
        assertThat(said(answer, "agent")).isEqualTo("patchbay");
        assertThat(said(answer, "length")).isEqualTo("8");
        assertThat(answer.body()).asString().isEqualTo("{\"a\": 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/v1", "/echo/v1/"})
    void the_path_of_the_base_URL_comes_first(String path) throws IOException {
        try (ProviderHttpClient client = new ProviderHttpClient(base().resolve(path), HTTP, () -> 0, WAITS)) {
            assertThat(said(client.answer(get("/plans")), "line")).isEqualTo("GET /echo/v1/plans");
        }
    }

    @Test
    void a_POST_without_a_body_says_so() throws IOException {
        assertThat(said(ask(new Outgoing("POST", "/echo", Map.of(), Map.of(), null), () -> 0, WAITS), "length")).isEqualTo("0");
    }

    @Test
    void an_answer_without_a_body_has_an_empty_one() throws IOException {
        assertThat(ask("/nothing")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
        });
    }

    @Test
    void what_the_answer_tells_twice_is_a_list() throws IOException {
        assertThat(ask("/nothing").headers()).containsEntry("x-twice", "one, two");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 407, 429, 503})
    void nothing_is_sent_twice(int status) throws IOException {
        assertThat(ask(new Outgoing("POST", "/answer/" + status, Map.of(), Map.of(), null), () -> 0, WAITS).status()).isEqualTo(status);
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void no_request_waits_longer_for_a_connection_than_the_sheet_allows() throws IOException {
        ProviderSheet.Http impatient = new ProviderSheet.Http(Duration.ofSeconds(2), Duration.ofMillis(1), Duration.ofSeconds(20), 1);
        try (ProviderHttpClient client = new ProviderHttpClient(base(), impatient, () -> 0, WAITS)) {
            Thread waiting = Thread.startVirtualThread(() -> assertThatThrownBy(() -> client.answer(get("/held"))).isInstanceOf(IOException.class));
            await().until(() -> asked.get() == 1);

            assertThatThrownBy(() -> client.answer(get("/echo"))).isInstanceOf(ConnectionRequestTimeoutException.class);
            assertThat(waiting.isAlive()).isTrue();
        }
    }

    @Test
    void a_provider_that_is_not_there_was_not_reached() {
        ProviderHttpClient client = new ProviderHttpClient(base(), HTTP, () -> 0, WAITS);
        server.stop(0);

        assertThatThrownBy(() -> client.answer(get("/echo"))).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_provider_that_says_https_is_spoken_to_over_TLS() throws Exception {
        CompletableFuture<Integer> firstByte = new CompletableFuture<>();
        try (ServerSocket secure = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProviderHttpClient client = new ProviderHttpClient(URI.create("https://localhost:" + secure.getLocalPort()), HTTP, () -> 0, WAITS)) {
            Thread.startVirtualThread(() -> hangUpAfterOneByte(secure, firstByte));

            assertThatThrownBy(() -> client.answer(get("/echo"))).isInstanceOf(IOException.class);
            assertThat(firstByte.get()).as("the type of a TLS record that shakes hands").isEqualTo(22);
        }
    }

    @Test
    void the_head_of_an_answer_is_waited_for_and_its_body_too() throws IOException {
        assertThat(ask("/slow", () -> 0, counted).body()).asString().isEqualTo("done");
        assertThat(counted.taken()).isEqualTo(101);
    }

    @Test
    void what_breaks_off_was_waited_for_all_the_same() {
        assertThatThrownBy(() -> ask("/broken", () -> 0, counted)).isInstanceOf(IOException.class);

        assertThat(counted.taken()).isEqualTo(1);
    }

    private static Outgoing get(String path) {
        return new Outgoing("GET", path, Map.of(), Map.of(), null);
    }

    private static String said(ProviderAnswer.Answered answer, String what) {
        return answer.headers().get("X-" + what);
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

    private static void hangUpAfterOneByte(ServerSocket server, CompletableFuture<Integer> firstByte) {
        try (Socket caller = server.accept()) {
            firstByte.complete(caller.getInputStream().read());
        } catch (IOException broken) {
            firstByte.completeExceptionally(broken);
        }
    }

    private void broken(HttpExchange exchange) {
        nanos.addAndGet(1);
        exchange.close();
    }
}
