package io.patchbay.killmatrix;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The way on to the simulators: every request exactly once, on a connection of its own, so that nothing is repeated in secret. */
final class Upstream {

    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "content-length", "transfer-encoding", "host", "keep-alive", "date");
    private static final CloseableHttpClient CLIENT = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(500).setMaxConnPerRoute(200).build())
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(30, TimeUnit.SECONDS).build())
            .disableAutomaticRetries().disableRedirectHandling().disableCookieManagement().disableContentCompression().build();

    private final Simulators simulators;

    Upstream(Simulators simulators) {
        this.simulators = simulators;
    }

    /** @return empty if the provider gave no answer */
    Optional<Back> carry(Passage passage) {
        HttpUriRequestBase request = new HttpUriRequestBase(passage.method(),
                URI.create("http://localhost:" + simulators.port(passage.provider()) + passage.target()));
        passage.headers().forEach((name, values) -> {
            if (isTold(name)) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        if (passage.body().length > 0) {
            request.setEntity(new ByteArrayEntity(passage.body(), null));
        }
        try {
            return Optional.of(CLIENT.execute(request, Upstream::read));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static boolean isTold(String header) {
        return !OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    private static Back read(ClassicHttpResponse response) throws IOException {
        Headers headers = new Headers();
        for (Header header : response.getHeaders()) {
            if (isTold(header.getName())) {
                headers.add(header.getName(), header.getValue());
            }
        }
        byte[] body = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
        return new Back(response.getCode(), headers, body);
    }
}
