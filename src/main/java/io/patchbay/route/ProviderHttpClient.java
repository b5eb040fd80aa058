package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * An HTTP client that does only what it is told: it repeats nothing, follows nothing, remembers nothing. Retries are decided by
 * what is known of an operation, never by a library: the client's own would send a POST again after a 429 or 503.
 *
 * @param http time-outs and pool size as the provider's sheet gives them
 */
record ProviderHttpClient(ProviderSheet.Http http) implements HttpClientConfigurer {

    /** A connection that rested this long is looked at before it is used: an order lost to a closed one would count as maybe sent. */
    private static final TimeValue RESTED = TimeValue.ofMilliseconds(5);
    private static final TimeValue LIFE = TimeValue.ofMinutes(5);

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
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
}
