package io.patchbay.route;

import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Outgoing;
import io.patchbay.provider.Waits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;

/**
 * Takes requests to one provider account over HTTP, and does only what it is told: it repeats nothing, follows nothing, remembers nothing.
 * Retries are decided by what is known of an operation, never by a library, which would send a POST again after a 429 or 503.
 */
final class ProviderHttpClient implements Closeable {

    /** In bytes; no answer of a provider is anywhere near this long. */
    static final long LONGEST_ANSWER = 8 * 1024 * 1024;

    private static final Set<String> PACKED = Set.of("gzip", "x-gzip");

    /** How many response time-outs a whole call may take: one for the answer to begin and one for it to end. */
    private static final int RESPONSES = 2;

    private final HttpHost host;
    private final URIAuthority authority;
    private final String basePath;
    private final RequestConfig patience;
    private final long longestCall;
    private final LongSupplier nanos;
    private final Waits waits;
    private final Supplier<MinimalHttpClient> clients;
    private final AtomicReference<MinimalHttpClient> client;

    /**
     * @param base  base URL of the account
     * @param http  time-outs and pool size as the provider's sheet gives them
     * @param nanos passing time, as {@link System#nanoTime}
     * @param waits told how long the answer was waited for, head and body
     */
    ProviderHttpClient(URI base, ProviderSheet.Http http, LongSupplier nanos, Waits waits) {
        this(base, http, nanos, waits, DefaultClientTlsStrategy.createDefault());
    }

    /** As above, with TLS of its own. Minimal: without the layers that would repeat, redirect, unpack, authenticate and keep cookies. */
    ProviderHttpClient(URI base, ProviderSheet.Http http, LongSupplier nanos, Waits waits, TlsSocketStrategy tls) {
        this.host = HttpHost.create(base);
        this.authority = new URIAuthority(host);
        this.basePath = base.getRawPath().replaceFirst("/$", "");
        this.patience = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(http.pool()))
                .setResponseTimeout(Timeout.of(http.response()))
                .build();
        this.longestCall = http.response().multipliedBy(RESPONSES).toNanos();
        this.nanos = nanos;
        this.waits = waits;
        this.clients = () -> HttpClients.createMinimal(ProviderConnections.pool(http, tls));
        this.client = new AtomicReference<>(clients.get());
    }

    /** The step of the account's route between departure and arrival. */
    public void carry(Exchange exchange) throws IOException {
        Order.Sending sending = Order.of(exchange).sending;
        sending.arrived = answer(sending.outgoing);
    }

    /** @throws IOException if no whole answer came; its kind says whether the request may have reached the provider */
    ProviderAnswer.Answered answer(Outgoing outgoing) throws IOException {
        long deadline = nanos.getAsLong() + longestCall;
        CloseableHttpResponse answer = head(request(outgoing));
        try {
            return new ProviderAnswer.Answered(answer.getCode(), headers(answer), body(answer.getEntity(), deadline));
        } finally {
            // What was read to its end has given its connection back by now. Of anything else nothing more is read, not even to be thrown away.
            answer.close(CloseMode.IMMEDIATE);
        }
    }

    private ClassicHttpRequest request(Outgoing outgoing) {
        ClassicHttpRequest request = new BasicClassicHttpRequest(outgoing.method(), host.getSchemeName(), authority, basePath + outgoing.target());
        request.setHeader("Accept", "application/json");
        request.setHeader("Accept-Encoding", "gzip");
        request.setHeader("User-Agent", "patchbay");
        outgoing.headers().forEach(request::setHeader);
        if (outgoing.body() != null) {
            request.setEntity(new ByteArrayEntity(outgoing.body(), null));
        }
        return request;
    }

    private CloseableHttpResponse head(ClassicHttpRequest request) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setRequestConfig(patience);
        long begun = waits.begin();
        MinimalHttpClient used = client.get();
        try {
            return (CloseableHttpResponse) used.executeOpen(host, request, context);
        } catch (Error broken) {
            // It has closed its connections for good, as it does after any of these, be it an overflow of one stack: nobody would get through until a restart.
            client.compareAndSet(used, clients.get());
            throw broken;
        } finally {
            waits.end(begun);
        }
    }

    /** Names in any case are one header, and what is said twice is a list. */
    private static Map<String, String> headers(CloseableHttpResponse answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : answer.getHeaders()) {
            headers.merge(header.getName(), String.valueOf(header.getValue()), (one, other) -> one + ", " + other);
        }
        return headers;
    }

    private byte[] body(HttpEntity entity, long deadline) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        InputStream content = new LimitedAnswer(entity.getContent(), LONGEST_ANSWER, () -> nanos.getAsLong() - deadline > 0, waits);
        String packing = String.valueOf(entity.getContentEncoding()).toLowerCase(Locale.ROOT);
        return PACKED.contains(packing) ? unpacked(content) : content.readAllBytes();
    }

    /** Nothing is packed to nothing by some. And a short answer can be packed that never ends, so what is unpacked is counted as well. */
    private static byte[] unpacked(InputStream content) throws IOException {
        PushbackInputStream packed = new PushbackInputStream(content);
        int first = packed.read();
        if (first < 0) {
            return new byte[0];
        }
        packed.unread(first);
        byte[] unpacked = new GZIPInputStream(packed).readNBytes((int) LONGEST_ANSWER + 1);
        if (unpacked.length > LONGEST_ANSWER) {
            throw new LimitedAnswer.AnswerTooLong(LONGEST_ANSWER);
        }
        // What is packed knows its own end and does not ask for the answer's, without which the connection would not be used again.
        packed.read();
        return unpacked;
    }

    @Override
    public void close() {
        client.get().close(CloseMode.IMMEDIATE);
    }
}
