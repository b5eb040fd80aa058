package io.patchbay.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.Patchbay;
import io.patchbay.contract.ContractCheck;
import io.patchbay.sandbox.Sandbox;
import io.patchbay.sandbox.SandboxCredentials;
import io.patchbay.sandbox.SandboxPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole gateway on ports of its own, with a fresh database and the simulated providers: what a reseller would meet. Every
 * request and answer is held against the contract on its way.
 */
public final class Gateway implements AutoCloseable {

    public static final String ACME = "pb_test_acme_demo";
    public static final String GLOBEX = "pb_test_globex_demo";
    public static final String INITECH = "pb_test_initech_demo";
    public static final String READ_ONLY = "pb_test_acme_readonly";
    public static final String ADMIN = "pb_admin_demo";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ContractCheck CONTRACT = ContractCheck.standard();

    private final Sandbox sandbox;
    private final ConfigurableApplicationContext application;
    private final TestDatabase database;
    private final boolean first;

    private Gateway(Sandbox sandbox, ConfigurableApplicationContext application, TestDatabase database) {
        this(sandbox, application, database, true);
    }

    private Gateway(Sandbox sandbox, ConfigurableApplicationContext application, TestDatabase database, boolean first) {
        this.sandbox = sandbox;
        this.application = application;
        this.database = database;
        this.first = first;
    }

    public static Gateway start(Path workspace) {
        return start(workspace, Map.of());
    }

    /** @param settings of the application that differ from the usual */
    public static Gateway start(Path workspace, Map<String, String> settings) {
        return start(workspace, settings, configuration -> { });
    }

    public static Gateway start(Path workspace, Map<String, String> settings, Consumer<Path> change) {
        return start(workspace, settings, SandboxCredentials.demo(), change);
    }

    /** @param change to the copied configuration directory before the gateway reads it */
    public static Gateway start(Path workspace, Map<String, String> settings, SandboxCredentials credentials, Consumer<Path> change) {
        Sandbox sandbox = Sandbox.start(SandboxPorts.ephemeral(), credentials);
        TestDatabase database = TestDatabase.empty();
        Path configuration = DemoConfiguration.at(workspace, sandbox);
        change.accept(configuration);
        return new Gateway(sandbox, application(configuration, database, settings), database);
    }

    /** A second life on the same database and with the same providers, as after a restart. */
    public Gateway restarted(Path workspace) {
        application.close();
        return new Gateway(sandbox, application(DemoConfiguration.at(workspace, sandbox), database, Map.of()), database);
    }

    /** Another node on the same database and with the same providers; closing it leaves them to the first. */
    public Gateway second(Path workspace, Map<String, String> settings) {
        return new Gateway(sandbox, application(DemoConfiguration.at(workspace, sandbox), database, settings), database, false);
    }

    private static ConfigurableApplicationContext application(Path configuration, TestDatabase database, Map<String, String> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("server.port", "0");
        properties.put("management.server.port", "0");
        // only what a test asks for is foreseen
        properties.put("patchbay.schedule.forecast.every", "3600000");
        properties.put("patchbay.config-dir", configuration.toString());
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.username());
        properties.put("spring.datasource.password", database.password());
        // what is not known stays so unless a test is about finding it out
        properties.put("patchbay.settling.every", "3600000");
        // what is due waits unless a test is about keeping dates
        properties.put("patchbay.schedule.every", "3600000");
        properties.put("patchbay.polling.every", "3600000");
        // provider files stay as they were read unless a test is about changing them
        properties.put("patchbay.units.every", "3600000");
        properties.putAll(settings);
        String[] arguments = properties.entrySet().stream().map(property -> "--" + property.getKey() + "=" + property.getValue()).toArray(String[]::new);
        return new SpringApplicationBuilder(Patchbay.class).initializers(context -> clock((GenericApplicationContext) context)).run(arguments);
    }

    private static void clock(GenericApplicationContext context) {
        context.registerBean(MovableClock.class, MovableClock::new, definition -> definition.setPrimary(true));
    }

    /** Puts the clocks forward, those of the providers first: what a limit lets through by our clock it must let through by theirs. */
    public void pass(Duration time) {
        control("POST", "/clock", "{\"advance\": \"%s\"}".formatted(time));
        application.getBean(MovableClock.class).advance(time);
    }

    /** The time as this node sees it. */
    public Instant now() {
        return application.getBean(MovableClock.class).instant();
    }

    public ConfigurableApplicationContext application() {
        return application;
    }

    public TestDatabase database() {
        return database;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public int port() {
        return Integer.parseInt(application.getEnvironment().getProperty("local.server.port"));
    }

    public int managementPort() {
        return Integer.parseInt(application.getEnvironment().getProperty("local.management.port"));
    }

    public Answer post(String key, String path, String body, String... headers) {
        return send(key, "POST", path, body, headers);
    }

    public Answer get(String key, String path, String... headers) {
        return send(key, "GET", path, null, headers);
    }

    /** Sends a request and holds the answer against the contract. */
    public Answer send(String key, String method, String path, String body, String... headers) {
        Answer answer = raw(port(), key, method, path, body, headers);
        CONTRACT.answer(method, path, answer.status(), answer.headers(), answer.body());
        return answer;
    }

    public static Answer raw(int port, String key, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (key != null) {
            request.header("X-Api-Key", key);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return answer(request.build());
    }

    private static Answer answer(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Tells a simulated provider how to misbehave, as the control API of the sandbox takes it. */
    public void faults(String provider, String faults) {
        Answer answer = raw(sandbox.controlPort(), null, "PUT", "/control/" + provider + "/faults", faults);
        if (answer.status() != 200) {
            throw new AssertionError("the sandbox refused the faults: " + answer);
        }
    }

    public void settings(String provider, String settings) {
        raw(sandbox.controlPort(), null, "PUT", "/control/" + provider + "/settings", settings);
    }

    /** What the provider really holds. */
    public JsonNode truth(String provider) {
        return raw(sandbox.controlPort(), null, "GET", "/control/" + provider + "/subscriptions", null).json();
    }

    /** What really arrived at the provider. */
    public JsonNode arrived(String provider) {
        return raw(sandbox.controlPort(), null, "GET", "/control/" + provider + "/requests", null).json();
    }

    public Answer control(String method, String path, String body) {
        return raw(sandbox.controlPort(), null, method, "/control" + path, body);
    }

    /** Everything the providers hold and how they misbehave is forgotten, and what was read of them; breakers are closed. */
    public void reset() {
        control("DELETE", "", null);
        control("POST", "/clock", "{\"now\": \"%s\"}".formatted(now()));
        closeBreakers();
        application.getBean(io.patchbay.route.ReadMemory.class).forget();
    }

    /** What went wrong before is held against no account. */
    public void closeBreakers() {
        application.getBean(io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry.class).getAllCircuitBreakers()
                .forEach(io.github.resilience4j.circuitbreaker.CircuitBreaker::reset);
    }

    @Override
    public void close() {
        application.close();
        if (first) {
            sandbox.close();
        }
    }

    /** @param headers names in lower case */
    public record Answer(int status, Map<String, String> headers, String body) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String text(String pointer) {
            return json().at(pointer).asText(null);
        }
    }
}
