package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Connection;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.springframework.stereotype.Component;

/** Makes the route of one account from the template {@code provider-account}. */
@Component
class AccountRoutes {

    void add(CamelContext context, Connection connection) {
        String account = connection.account().name();
        context.getRegistry().bind("breaker." + account, connection.breaker());
        context.getRegistry().bind("client." + account, HttpClientConfigurer.class, new ProviderHttpClient(connection.sheet().http()));
        try {
            context.addRouteFromTemplate("account." + account, "provider-account",
                    Map.of("account", account, "breaker", "breaker." + account, "endpoint", endpoint(connection)));
        } catch (Exception broken) {
            throw new IllegalStateException("The route of account " + account + " cannot be made: " + broken.getMessage(), broken);
        }
    }

    /** Holds no credential: a key that belongs in the query goes on with each request. */
    private static String endpoint(Connection connection) {
        ProviderSheet.Http http = connection.sheet().http();
        return connection.account().baseUrl()
                + "?httpClientConfigurer=#client." + connection.account().name()
                + "&throwExceptionOnFailure=false&copyHeaders=false&followRedirects=false&userAgent=patchbay"
                + "&connectTimeout=" + http.connect().toMillis()
                + "&connectionRequestTimeout=" + http.pool().toMillis()
                + "&responseTimeout=" + http.response().toMillis();
    }
}
