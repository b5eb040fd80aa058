package io.patchbay.route;

import io.patchbay.provider.Connection;
import io.patchbay.provider.Waits;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/** Makes the route of one connection from the template {@code provider-account}, and takes it away again. */
@Component
class AccountRoutes implements AutoCloseable {

    private final Map<String, ProviderHttpClient> clients = new ConcurrentHashMap<>();
    private final Waits waits;

    AccountRoutes(Waits waits) {
        this.waits = waits;
    }

    void add(CamelContext context, Connection connection) {
        String line = connection.line();
        try {
            bind(context, connection);
            context.addRouteFromTemplate("account." + line, "provider-account",
                    Map.of("line", line, "breaker", "breaker." + line, "client", "client." + line));
        } catch (Exception broken) {
            unbind(context, line);
            throw new IllegalStateException("The route of account " + connection.account().name() + " cannot be made: " + broken.getMessage(), broken);
        }
    }

    private void bind(CamelContext context, Connection connection) {
        String line = connection.line();
        ProviderHttpClient client = new ProviderHttpClient(connection.account().baseUrl(), connection.sheet().http(), System::nanoTime, waits);
        clients.put(line, client);
        context.getRegistry().bind("client." + line, client);
        context.getRegistry().bind("breaker." + line, connection.breaker());
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

    private void unbind(CamelContext context, String line) {
        context.getRegistry().unbind("breaker." + line);
        context.getRegistry().unbind("client." + line);
        Optional.ofNullable(clients.remove(line)).ifPresent(ProviderHttpClient::close);
    }

    /** When nothing is carried any more. */
    @Override
    public void close() {
        clients.values().forEach(ProviderHttpClient::close);
    }
}
