package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import java.nio.channels.SocketChannel;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections to one provider account, kept for the next order. Each is looked at before it is used again. */
final class ProviderConnections {

    /** Shorter than what lies on the way to a provider forgets a silent connection, which would not tell: an order sent on one would count as maybe sent. */
    private static final TimeValue LIFE = TimeValue.ofMinutes(2);

    /** However short it rested: a provider can hang up right after its answer, and an order lost to a closed connection would count as maybe sent. */
    private static final TimeValue ALWAYS_LOOKED_AT = TimeValue.ZERO_MILLISECONDS;

    /** In bytes and in lines; the head of an answer is in memory before anybody can look at its length. */
    static final Http1Config HEAD = Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(200).build();

    private ProviderConnections() {
    }

    /**
     * @param http time-outs and pool size as the provider's sheet gives them
     * @param tls  what is spoken under https
     */
    static PoolingHttpClientConnectionManager pool(ProviderSheet.Http http, TlsSocketStrategy tls) {
        PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager(operator(tls, null), PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO, TimeValue.NEG_ONE_MILLISECOND, socket -> new ProviderConnection(HEAD));
        pool.setDefaultMaxPerRoute(http.connections());
        pool.setMaxTotal(http.connections());
        pool.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(http.connect()))
                .setSocketTimeout(Timeout.of(http.response()))
                .setValidateAfterInactivity(ALWAYS_LOOKED_AT)
                .setTimeToLive(LIFE)
                .build());
        return pool;
    }

    /** @param names as the machine knows them if null */
    static HttpClientConnectionOperator operator(TlsSocketStrategy tls, DnsResolver names) {
        return new DefaultHttpClientConnectionOperator(socksProxy -> SocketChannel.open().socket(), null, names,
                scheme -> URIScheme.HTTPS.same(scheme) ? tls : null);
    }
}
