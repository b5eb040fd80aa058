package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.mapping.OperationRoute;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.provider.Account;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Connections;
import io.patchbay.provider.Credentials;
import io.patchbay.provider.Scheduling;
import io.patchbay.provider.UnitVersion;
import io.patchbay.provider.Waits;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Directories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One provider's or account's trouble is its own. */
class RouteLoadingTest {

    private static final Account GOOD = account("good", "connect");
    private static final Account BAD = account("bad", "connect");

    @TempDir
    Path routes;

    private static final ProviderUnits READ =
            ProviderUnits.load(new UnitDirectories(Path.of("routes"), Path.of("mappings"), Path.of("contracts")), Clock.systemUTC());

    private static final Waits WAITS = new Waits(System::nanoTime);

    private final Units units = new Units();
    private final Carriers carriers = new Carriers();

    @Test
    void an_account_of_a_provider_whose_routes_cannot_be_loaded_is_out_of_service_too() throws Exception {
        Account other = account("other", "tellisim");
        copied("tellisim");
        passed("connect", List.of(new OperationRoute("create", "provider-write"), new OperationRoute("get", "no-such-template")));

        load(accepting(), GOOD, other);

        assertThat(units.problems()).containsOnlyKeys("connect");
        assertThat(units.unit("connect")).isEmpty();
        assertThat(carriers.connection(GOOD)).isEmpty();
        assertThat(carriers.unit("tellisim")).isPresent();
        assertThat(carriers.connection(other)).isPresent();
    }

    @Test
    void an_account_that_cannot_be_used_stops_no_other() throws Exception {
        copied("connect");

        load(refusing("bad"), BAD, GOOD);

        assertThat(carriers.connection(GOOD)).isPresent();
        assertThat(carriers.connection(BAD)).isEmpty();
        assertThat(carriers.broken(BAD)).contains("no route for it");
        assertThat(carriers.broken(GOOD)).isEmpty();
    }

    private void copied(String provider) throws IOException {
        Files.createDirectories(routes.resolve("core"));
        Files.copy(Path.of("routes/core/carry.camel.yaml"), routes.resolve("core/carry.camel.yaml"));
        passed(provider, List.of(new OperationRoute("create", "provider-write")));
    }

    private void passed(String provider, List<OperationRoute> as) {
        UnitVersion version = new UnitVersion(1, provider, UnitVersion.Kind.FILES, null, "0", "test", "test", Instant.EPOCH);
        units.serve(new Served(version, READ.unit(provider).orElseThrow(), as));
    }

    private void load(AccountRoutes accounts, Account... configured) throws Exception {
        Connections connections = new Connections(new Credentials(routes, name -> null, name -> null), CircuitBreakerRegistry.ofDefaults(), Clock.systemUTC(),
                WAITS);
        Directories directories = new Directories(null, routes, Path.of("mappings"), Path.of("contracts"));
        try (CamelContext context = new DefaultCamelContext()) {
            UnitRoutes made = new UnitRoutes();
            Switchboard switchboard = new Switchboard(store(configured), connections, carriers, accounts, made, Clock.systemUTC());
            new RouteLoading(directories, units, made, carriers, switchboard).beforeApplicationStart(context);
        }
    }

    private static ConfigurationStore store(Account... configured) {
        Map<String, Account> accounts = Stream.of(configured).collect(Collectors.toMap(Account::name, Function.identity()));
        return ConfigurationStore.of(new Configuration(1, Map.of(), List.of(), accounts, Map.of(), List.of()));
    }

    private static AccountRoutes accepting() {
        return refusing("nobody");
    }

    private static AccountRoutes refusing(String account) {
        return new AccountRoutes(WAITS) {
            @Override
            void add(CamelContext context, Connection connection) {
                if (connection.account().name().equals(account)) {
                    throw new IllegalStateException("no route for it");
                }
            }
        };
    }

    private static Account account(String name, String provider) {
        return new Account(name, provider, name, URI.create("http://localhost:1"), Map.of(), JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null);
    }
}
