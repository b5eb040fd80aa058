package io.patchbay.route;

import io.patchbay.mapping.ProviderSheet;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Waits;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.springframework.stereotype.Component;

/** Makes the route of one connection from the template {@code provider-account}, and takes it away again. */
@Component
class AccountRoutes {

    private final Waits waits;

    AccountRoutes(Waits waits) {
        this.waits = waits;
    }

    void add(CamelContext context, Connection connection) {
        String line = connection.line();
        context.getRegistry().bind("breaker." + line, connection.breaker());
        context.getRegistry().bind("client." + line, HttpClientConfigurer.class, new ProviderHttpClient(connection.sheet().http(), waits));
        try {
            context.addRouteFromTemplate("account." + line, "provider-account",
                    Map.of("line", line, "breaker", "breaker." + line, "endpoint", endpoint(connection)));
        } catch (Exception broken) {
            unbind(context, line);
            throw new IllegalStateException("The route of account " + connection.account().name() + " cannot be made: " + broken.getMessage(), broken);
        }
    }

    /** Only what nobody uses any more. */
    void remove(CamelContext context, Connection connection) {
        try {
            context.getRouteController().stopRoute("account." + connection.line());
            context.removeRoute("account." + connection.line());
            unbind(context, connection.line());
        } catch (Exception stuck) {
            throw new IllegalStateException("The route of account " + connection.account().name() + " cannot be taken away: " + stuck.getMessage(), stuck);
        }
    }

    private static void unbind(CamelContext context, String line) {
        context.getRegistry().unbind("breaker." + line);
        context.getRegistry().unbind("client." + line);
    }

    /** Holds no credential: a key that belongs in the query goes on with each request. */
    private static String endpoint(Connection connection) {
        ProviderSheet.Http http = connection.sheet().http();
        return connection.account().baseUrl()
                + "?httpClientConfigurer=#client." + connection.line()
                + "&throwExceptionOnFailure=false&copyHeaders=false&followRedirects=false&userAgent=patchbay"
                + "&connectTimeout=" + http.connect().toMillis()
                + "&connectionRequestTimeout=" + http.pool().toMillis()
                + "&responseTimeout=" + http.response().toMillis();
    }
}
