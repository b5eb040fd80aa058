package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.mapping.ProviderUnit;
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
import io.patchbay.routing.InForce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exchanged while it carries orders is exchanged as a whole or not at all. */
class SwitchboardTest {

    private static final Account A = account("a", "http://localhost:1");
    private static final Account B = account("b", "http://localhost:1");

    @TempDir
    Path directory;

    private final Instant[] time = {Instant.EPOCH};
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final Carriers carriers = new Carriers();
    private final CamelContext context = new DefaultCamelContext();
    private String refused = "";
    private String stuck = "";
    private Connections connections;
    private Switchboard switchboard;

    private final class Ticking extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return time[0];
        }
    }

    private final class Accounts extends AccountRoutes {

        private Accounts() {
            super(new Waits(System::nanoTime));
        }

        @Override
        void add(CamelContext camel, Connection connection) {
            if (connection.account().name().equals(refused)) {
                throw new IllegalStateException("no route for it");
            }
        }

        @Override
        void remove(CamelContext camel, Connection connection) {
            if (connection.account().name().equals(stuck)) {
                throw new IllegalStateException("it does not stop");
            }
        }
    }

    @BeforeEach
    void begin() {
        connections = new Connections(new Credentials(directory, name -> null, name -> null), breakers, new Ticking(), new Waits(System::nanoTime));
        carriers.inService(unit("window: 20"));
        switchboard = new Switchboard(ConfigurationStore.of(configuration(A, B)), connections, carriers, new Accounts(), new UnitRoutes(), new Ticking());
        switchboard.begin(context);
    }

    @AfterEach
    void end() throws Exception {
        context.close();
    }

    @Test
    void a_version_that_cannot_be_made_ready_leaves_every_account_the_breaker_it_is_known_by() {
        CircuitBreaker before = carriers.connection(A).orElseThrow().breaker();
        refused = "b";

        assertThatThrownBy(() -> serve("window: 40")).hasMessageContaining("no route for it");

        assertThat(breakers.find("a")).containsSame(before);
        assertThat(carriers.connection(A).orElseThrow().breaker()).isSameAs(before);
        refused = "";
        before.transitionToForcedOpenState();
        serve("window: 40");
        CircuitBreaker after = carriers.connection(A).orElseThrow().breaker();
        assertThat(breakers.find("a")).containsSame(after);
        assertThat(after.getCircuitBreakerConfig().getSlidingWindowSize()).isEqualTo(40);
        assertThat(after.getState()).as("it goes on as the one before").isEqualTo(CircuitBreaker.State.FORCED_OPEN);
    }

    @Test
    void a_sheet_that_no_connection_can_be_made_of_leaves_the_breaker_in_use() {
        CircuitBreaker before = carriers.connection(A).orElseThrow().breaker();

        assertThatThrownBy(() -> serve("open: 0s")).isInstanceOf(IllegalStateException.class);

        assertThat(breakers.find("a")).containsSame(before);
        assertThat(Connections.faults(unit("open: 0s").sheet(), new Ticking())).containsOnlyKeys("/breaker");
    }

    @Test
    void a_trial_that_cannot_be_made_ready_leaves_no_breaker() {
        Account tried = account("a", "http://localhost:2");
        refused = "a";

        switchboard.ready(context, new InForce(2, configuration(A, B), Optional.of(new InForce.Candidate(configuration(tried, B), null))));

        assertThat(breakers.getAllCircuitBreakers()).extracting(CircuitBreaker::getName).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void what_is_ready_for_a_configuration_that_is_not_in_force_yet_is_not_taken_away() {
        Account moved = account("a", "http://localhost:2");
        switchboard.ready(context, new InForce(2, configuration(moved, B), Optional.empty()));

        retireLater();

        assertThat(carriers.connection(moved)).isPresent();
        assertThat(carriers.connection(A)).isPresent();
    }

    @Test
    void one_that_cannot_be_taken_away_keeps_no_other_and_is_tried_again() {
        Connection a = carriers.connection(A).orElseThrow();
        Connection b = carriers.connection(B).orElseThrow();
        serve("window: 40");
        stuck = "a";

        retireLater();
        assertThat(carriers.all()).contains(a).doesNotContain(b);

        stuck = "";
        switchboard.retire(context);
        assertThat(carriers.all()).doesNotContain(a).hasSize(2);
    }

    @Test
    void a_route_that_cannot_be_made_leaves_nothing_bound() {
        Connection connection = carriers.connection(A).orElseThrow();

        assertThatThrownBy(() -> new AccountRoutes(new Waits(System::nanoTime)).add(context, connection)).hasMessageContaining("cannot be made");

        assertThat(context.getRegistry().lookupByName("breaker." + connection.line())).isNull();
        assertThat(context.getRegistry().lookupByName("client." + connection.line())).isNull();
    }

    private void retireLater() {
        switchboard.retire(context);
        time[0] = time[0].plus(Duration.ofMinutes(16));
        switchboard.retire(context);
    }

    private void serve(String setting) {
        UnitVersion version = new UnitVersion(2, "connect", UnitVersion.Kind.UPLOADED, null, "0", "test", "test", Instant.EPOCH);
        switchboard.serve(context, new Served(version, unit(setting), List.of()));
    }

    /** The unit with one setting of its breaker changed. */
    private ProviderUnit unit(String setting) {
        Path mappings = directory.resolve(setting.replaceAll("[^a-z0-9]", "-"));
        try (Stream<Path> files = Files.walk(Path.of("mappings"))) {
            for (Path file : files.toList()) {
                Path copy = mappings.resolve(Path.of("mappings").relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
            Path sheet = mappings.resolve("providers/connect/provider.yaml");
            String name = setting.substring(0, setting.indexOf(':'));
            Files.writeString(sheet, Files.readString(sheet).replaceFirst("(breaker: .*)" + name + ": [0-9s]+", "$1" + setting));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return ProviderUnits.load(new UnitDirectories(Path.of("routes"), mappings, Path.of("contracts")), Clock.systemUTC()).unit("connect").orElseThrow();
    }

    private static Configuration configuration(Account... configured) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        Stream.of(configured).forEach(account -> accounts.put(account.name(), account));
        return new Configuration(1, Map.of(), List.of(), accounts, Map.of(), List.of());
    }

    private static Account account(String name, String baseUrl) {
        return new Account(name, "connect", name, URI.create(baseUrl), Map.of(), JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null);
    }
}
