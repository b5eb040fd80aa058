package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Waits;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * An HTTP client that does only what it is told: it repeats nothing, follows nothing, remembers nothing. Retries are decided by
 * what is known of an operation, never by a library: the client's own would send a POST again after a 429 or 503.
 *
 * @param http  time-outs and pool size as the provider's sheet gives them
 * @param nanos passing time, as {@link System#nanoTime}
 * @param waits told how long the answer was waited for, head and body
 */
record ProviderHttpClient(ProviderSheet.Http http, LongSupplier nanos, Waits waits) implements HttpClientConfigurer {

    /** A connection that rested this long is looked at before it is used: an order lost to a closed one would count as maybe sent. */
    private static final TimeValue RESTED = TimeValue.ofMilliseconds(5);
    private static final TimeValue LIFE = TimeValue.ofMinutes(5);

    /** In bytes; no answer of a provider is anywhere near this long. */
    static final long LONGEST_ANSWER = 8 * 1024 * 1024;

    /** How many response time-outs a whole call may take: one for the answer to begin and one for it to end. */
    private static final int RESPONSES = 2;

    ProviderHttpClient(ProviderSheet.Http http, Waits waits) {
        this(http, System::nanoTime, waits);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // outermost, so that what is counted has been decompressed
                .addExecInterceptorFirst("limited-answer", this::limited)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(http.connections())
                        .setMaxConnTotal(http.connections())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(http.connect()))
                                .setSocketTimeout(Timeout.of(http.response()))
                                .setValidateAfterInactivity(RESTED)
                                .setTimeToLive(LIFE)
                                .build())
                        .build());
    }

    private ClassicHttpResponse limited(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        long deadline = nanos.getAsLong() + http.response().multipliedBy(RESPONSES).toNanos();
        ClassicHttpResponse answer = answered(request, scope, chain);
        if (answer.getEntity() != null) {
            answer.setEntity(new LimitedAnswer(answer.getEntity(), LONGEST_ANSWER, () -> nanos.getAsLong() - deadline > 0,
                    scope.execRuntime::discardEndpoint, waits));
        }
        return answer;
    }

    private ClassicHttpResponse answered(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        long begun = waits.begin();
        try {
            return chain.proceed(request, scope);
        } finally {
            waits.end(begun);
        }
    }
}
