package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Outgoing;
import io.patchbay.provider.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.BasicHttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider does with a connection between two orders never takes the second one with it. */
@Timeout(120)
class ProviderConnectionTest {

    private static final ProviderSheet.Http HTTP = new ProviderSheet.Http(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(20), 1);
    private static final Waits WAITS = new Waits(System::nanoTime);
    private static final int ORDERS = 20;
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String UNASKED = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static SSLContext tls;

    private final AtomicInteger accepted = new AtomicInteger();
    private final Semaphore done = new Semaphore(0);
    private ServerSocket provider;

    /** What a provider does after it has read a request. */
    private interface Manners {
        void answer(OutputStream out, Socket spoken, Socket bare) throws IOException;
    }

    @BeforeAll
    static void keys(@TempDir Path directory) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC",
                "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore", keys.toString(),
                "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(keys)) {
            store.load(stored, PASSWORD);
        }
        tls = SSLContexts.custom().loadKeyMaterial(store, PASSWORD).loadTrustMaterial(store, null).build();
    }

    @BeforeEach
    void open() throws IOException {
        provider = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
    }

    private void behaves(boolean secure, Manners manners) {
        Thread.startVirtualThread(() -> {
            while (!provider.isClosed()) {
                accept(secure, manners);
            }
        });
    }

    private void accept(boolean secure, Manners manners) {
        try {
            Socket bare = provider.accept();
            accepted.incrementAndGet();
            Thread.startVirtualThread(() -> serve(bare, secure, manners));
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void serve(Socket bare, boolean secure, Manners manners) {
        try (bare; Socket spoken = secure ? tls.getSocketFactory().createSocket(bare, null, true) : bare) {
            while (asked(spoken.getInputStream())) {
                manners.answer(spoken.getOutputStream(), spoken, bare);
            }
        } catch (IOException over) {
            // one of the two has hung up
        }
    }

    /** Whether a request came; those of these tests have no body. */
    private static boolean asked(InputStream in) throws IOException {
        int matched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
            if (matched == END_OF_HEAD.length) {
                return true;
            }
        }
        return false;
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Lingers: closing ends only when the other side's system has acknowledged it, so when it knows. */
    private void hangUp(Socket socket, Socket bare) throws IOException {
        bare.setSoLinger(true, 30);
        socket.close();
        done.release();
    }

    private ProviderHttpClient client(boolean secure) {
        return client(secure, HTTP);
    }

    private ProviderHttpClient client(boolean secure, ProviderSheet.Http http) {
        URI base = URI.create((secure ? "https" : "http") + "://localhost:" + provider.getLocalPort());
        return new ProviderHttpClient(base, http, () -> 0, WAITS, new DefaultClientTlsStrategy(tls));
    }

    private static int order(ProviderHttpClient client) throws IOException {
        return client.answer(new Outgoing("POST", "/orders", Map.of(), Map.of(), null)).status();
    }

    /** @throws Exception what was thrown on the thread */
    private static <T> T on(boolean virtual, Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(future);
        try {
            return future.get();
        } catch (ExecutionException thrown) {
            throw thrown.getCause() instanceof Exception cause ? cause : thrown;
        }
    }

    /** Each order waits until the provider has done with the connection of the one before. */
    private List<Integer> orders(boolean secure, boolean virtual) throws Exception {
        try (ProviderHttpClient client = client(secure)) {
            return on(virtual, () -> {
                List<Integer> answers = new ArrayList<>();
                for (int order = 0; order < ORDERS; order++) {
                    answers.add(order(client));
                    done.acquire();
                }
                return answers;
            });
        }
    }

    @ParameterizedTest(name = "TLS {0}, virtual thread {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void a_connection_that_is_alive_is_used_again(boolean secure, boolean virtual) throws Exception {
        behaves(secure, (out, spoken, bare) -> {
            say(out, ANSWER);
            done.release();
        });

        assertThat(orders(secure, virtual)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(1);
    }

    @ParameterizedTest(name = "TLS {0}, virtual thread {1}")
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void a_provider_that_hangs_up_right_after_its_answer_loses_no_order(boolean secure, boolean virtual) throws Exception {
        behaves(secure, (out, spoken, bare) -> {
            say(out, ANSWER);
            hangUp(bare, bare);
        });

        assertThat(orders(secure, virtual)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(ORDERS);
    }

    @Test
    void a_provider_that_ends_TLS_after_its_answer_loses_no_order() throws Exception {
        behaves(true, (out, spoken, bare) -> {
            say(out, ANSWER);
            hangUp(spoken, bare);
        });

        assertThat(orders(true, true)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(ORDERS);
    }

    @ParameterizedTest(name = "TLS {0}")
    @ValueSource(booleans = {false, true})
    void what_a_provider_says_before_it_hangs_up_is_no_answer_to_the_next_order(boolean secure) throws Exception {
        behaves(secure, (out, spoken, bare) -> {
            say(out, ANSWER);
            say(out, UNASKED);
            hangUp(bare, bare);
        });

        assertThat(orders(secure, true)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(ORDERS);
    }

    @ParameterizedTest(name = "TLS {0}")
    @ValueSource(booleans = {false, true})
    void what_came_with_an_answer_is_no_answer_to_the_next_order(boolean secure) throws Exception {
        behaves(secure, (out, spoken, bare) -> {
            say(out, ANSWER + UNASKED);
            done.release();
        });

        assertThat(orders(secure, true)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(ORDERS);
    }

    /** Longer than the buffer of the connection, so it reads the body past that, and the rest stays with TLS. */
    @Test
    void what_came_in_one_record_with_a_long_answer_is_no_answer_to_the_next_order() throws Exception {
        int length = 12_000;
        behaves(true, (out, spoken, bare) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "o".repeat(length) + UNASKED);
            done.release();
        });

        assertThat(orders(true, true)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(ORDERS);
    }

    @ParameterizedTest(name = "in chunks {0}")
    @ValueSource(booleans = {false, true})
    void a_connection_is_used_again_after_a_packed_answer(boolean chunks) throws Exception {
        byte[] packed = packed("ok");
        behaves(false, (out, spoken, bare) -> {
            say(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n" + (chunks ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(packed.length) + "\r\n"
                    : "Content-Length: " + packed.length + "\r\n\r\n"));
            out.write(packed);
            say(out, chunks ? "\r\n0\r\n\r\n" : "");
            done.release();
        });

        assertThat(orders(false, true)).hasSize(ORDERS).containsOnly(200);
        assertThat(accepted.get()).isEqualTo(1);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Test
    void an_error_of_the_machine_in_one_order_leaves_its_provider_within_reach_of_the_next() throws Exception {
        AtomicBoolean overflows = new AtomicBoolean(true);
        TlsSocketStrategy usual = new DefaultClientTlsStrategy(tls);
        URI base = URI.create("https://localhost:" + provider.getLocalPort());
        behaves(true, (out, spoken, bare) -> say(out, ANSWER));
        try (ProviderHttpClient client = new ProviderHttpClient(base, HTTP, () -> 0, WAITS, (socket, target, port, attachment, context) -> {
            if (overflows.getAndSet(false)) {
                throw new StackOverflowError();
            }
            return usual.upgrade(socket, target, port, attachment, context);
        })) {
            assertThatThrownBy(() -> order(client)).isInstanceOf(StackOverflowError.class);
            assertThat(order(client)).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "TLS {0}, virtual thread {1}")
    @CsvSource({"false, false", "false, true", "true, true"})
    void an_answer_is_waited_for_as_long_as_the_sheet_says_and_not_longer(boolean secure, boolean virtual) throws Exception {
        ProviderSheet.Http impatient = new ProviderSheet.Http(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
        behaves(secure, (out, spoken, bare) -> {
            if (done.tryAcquire()) {
                say(out, ANSWER);
            }
        });
        try (ProviderHttpClient client = client(secure, impatient)) {
            done.release();
            assertThat(on(virtual, () -> order(client))).isEqualTo(200);

            assertThatThrownBy(() -> on(virtual, () -> order(client))).as("on a connection that rested").isInstanceOf(SocketTimeoutException.class);
            assertThat(accepted.get()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "virtual thread {0}")
    @ValueSource(booleans = {false, true})
    void a_provider_that_is_not_there_was_not_reached(boolean virtual) throws Exception {
        ProviderHttpClient client = client(false);
        provider.close();

        assertThatThrownBy(() -> on(virtual, () -> order(client))).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest(name = "virtual thread {0}")
    @ValueSource(booleans = {false, true})
    void a_provider_that_does_not_pick_up_was_not_reached(boolean virtual) throws Exception {
        ProviderSheet.Http impatient = new ProviderSheet.Http(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(20), 1);
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ProviderHttpClient client = new ProviderHttpClient(URI.create("http://127.0.0.1:" + busy.getLocalPort()), impatient, () -> 0, WAITS)) {
            fill(busy, waiting);

            assertThatThrownBy(() -> on(virtual, () -> order(client))).isInstanceOf(ConnectTimeoutException.class);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Until the queue takes nobody any more. */
    private static void fill(ServerSocket busy, List<Socket> waiting) throws IOException {
        try {
            while (true) {
                Socket next = new Socket();
                waiting.add(next);
                next.connect(busy.getLocalSocketAddress(), 500);
            }
        } catch (SocketTimeoutException full) {
            // as wanted
        }
    }

    @Test
    void a_host_of_many_addresses_is_tried_at_each() throws IOException {
        InMemoryDnsResolver names = new InMemoryDnsResolver();
        names.add("provider.test", InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress());
        ProviderConnection connection = new ProviderConnection(ProviderConnections.HEAD);

        connect(connection, names, new HttpHost("http", "provider.test", provider.getLocalPort()));

        try (Socket arrived = provider.accept()) {
            assertThat(connection.getLocalAddress()).isEqualTo(arrived.getRemoteSocketAddress());
            assertThat(connection.getSocket().getTcpNoDelay()).isTrue();
            assertThat(connection.isStale()).isFalse();
        }
        connection.close(CloseMode.IMMEDIATE);
    }

    private static void connect(ProviderConnection connection, InMemoryDnsResolver names, HttpHost host) throws IOException {
        ProviderConnections.operator(new DefaultClientTlsStrategy(tls), names).connect(connection, host, null, null,
                org.apache.hc.core5.util.Timeout.ofSeconds(2), SocketConfig.DEFAULT, null, new BasicHttpContext());
    }

    @Test
    void a_connection_that_was_found_to_be_stale_stays_so() throws IOException {
        ProviderConnection connection = connected();
        try (Socket arrived = provider.accept()) {
            say(arrived.getOutputStream(), "!");
            arrived.setSoLinger(true, 30);
        }

        assertThat(connection.isStale()).isTrue();
        assertThat(connection.isOpen()).isFalse();
        assertThat(connection.isStale()).isTrue();
    }

    @Test
    void a_connection_that_was_reset_is_stale() throws IOException {
        ProviderConnection connection = connected();
        try (Socket arrived = provider.accept()) {
            arrived.setSoLinger(true, 0);
        }

        await().until(connection::isStale);
    }

    @Test
    void a_connection_that_was_closed_while_it_was_made_is_not_left_open() throws IOException {
        SocketChannel channel = SocketChannel.open(provider.getLocalSocketAddress());
        ProviderConnection connection = new ProviderConnection(ProviderConnections.HEAD);
        connection.close();

        assertThatThrownBy(() -> connection.bind(channel.socket())).isInstanceOf(InterruptedIOException.class);
        assertThat(channel.isOpen()).isFalse();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a_connection_can_be_closed_twice() throws IOException {
        ProviderConnection connection = connected();

        connection.close();
        connection.close();
        connection.close(CloseMode.GRACEFUL);

        assertThat(connection.getSocket()).isNull();
        assertThat(connection.isStale()).isTrue();
    }

    @Test
    void time_outs_are_those_of_an_order_again_after_a_rest() throws IOException {
        ProviderConnection connection = connected();
        connection.setSocketTimeout(org.apache.hc.core5.util.Timeout.ofSeconds(7));

        connection.passivate();
        assertThat(connection.getSocketTimeout().toMilliseconds()).isZero();
        connection.activate();

        assertThat(connection.getSocketTimeout().toSeconds()).isEqualTo(7);
        connection.close();
    }

    private ProviderConnection connected() throws IOException {
        ProviderConnection connection = new ProviderConnection(ProviderConnections.HEAD);
        connection.bind(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), provider.getLocalPort())).socket());
        return connection;
    }
}
