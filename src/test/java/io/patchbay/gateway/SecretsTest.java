package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.sandbox.SandboxCredentials;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Every secret the gateway handles is a word found nowhere else; then everything that can go well or wrong does, with loud logging;
 * then everything that was written anywhere is searched for those words.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    private static final String CONNECT_KEY = "canary-connect-key";
    private static final String TELEGENT_KEY = "DID-canary-telegent-key";
    private static final String TELEGENT_SECRET = "canary-telegent-secret";
    private static final String TELLISIM_KEY = "canary&tellisim=key";
    private static final Set<String> CREDENTIALS = Set.of(CONNECT_KEY, TELEGENT_KEY, TELEGENT_SECRET, TELLISIM_KEY, "canary%26tellisim%3Dkey",
            "canary-stale-credential", "canary-wrong-key", "canary-api-acme", "canary-api-globex", "canary-api-initech", "canary-api-admin");
    private static final Set<String> PORTING = Set.of("canary-passcode", "canary-account-number", "canary-lease-token");
    private static final Set<String> PERSON = Set.of("Zyxcanary Person", "zyxcanary-mail");
    private static final Map<Party, String> KEYS = Map.of(Party.CONNECT, "canary-api-acme", Party.TELEGENT, "canary-api-globex", Party.TELLISIM, "canary-api-initech");
    private static final List<String> EFFECTS = List.of("drop-before", "drop-after", "garbage", "throttle", "refuse-connection",
            "status:400-before", "status:401-before", "status:403-before", "status:404-before", "status:409-before", "status:418-before", "status:500-after");

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static final StringBuilder answers = new StringBuilder();

    @BeforeAll
    static void start() {
        Map<String, String> settings = new HashMap<>(ProviderCopy.in(workspace, (name, sheet) -> ProviderCopy.hasty(sheet).replaceFirst("response: \\d+s", "response: 1s")));
        for (String logger : List.of("org.apache.camel", "org.apache.hc", "io.patchbay", "org.springframework.web", "org.springframework.jdbc")) {
            settings.put("logging.level." + logger, "DEBUG");
        }
        gateway = Gateway.start(workspace, settings, new SandboxCredentials(CONNECT_KEY, TELEGENT_KEY, TELEGENT_SECRET, TELLISIM_KEY), SecretsTest::planted);
        gateway.settings("telegent", "{\"requestsPerMinute\": 0}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void planted(Path configuration) {
        write(configuration.resolve("secrets/connect-api-key"), CONNECT_KEY);
        write(configuration.resolve("secrets/telegent-account-key"), TELEGENT_KEY);
        write(configuration.resolve("secrets/telegent-account-secret"), TELEGENT_SECRET);
        write(configuration.resolve("secrets/tellisim-key"), TELLISIM_KEY);
        Map<String, String> hashes = new LinkedHashMap<>();
        KEYS.forEach((party, key) -> hashes.put(hash(party.key), hash(key)));
        hashes.put(hash(Gateway.ADMIN), hash("canary-api-admin"));
        String tenants = read(configuration.resolve("tenants.yaml"));
        for (Map.Entry<String, String> hash : hashes.entrySet()) {
            tenants = tenants.replace(hash.getKey(), hash.getValue());
        }
        write(configuration.resolve("tenants.yaml"), tenants);
    }

    private static String hash(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void no_secret_is_in_any_log_answer_table_or_metric(CapturedOutput output) {
        for (Party party : Party.values()) {
            goodDays(party);
            badDays(party);
            refusedCredentials(party);
            openBreaker(party);
            databaseAway(party);
        }
        badCallers();
        answers.append(management("/actuator/health")).append(management("/actuator/prometheus"));

        Set<String> secrets = new TreeSet<>(CREDENTIALS);
        secrets.addAll(derived());
        assertThat(secrets).hasSizeGreaterThan(CREDENTIALS.size() + 10);
        Dump dump = new Dump(new Rows(gateway.database()));
        assertThat(output.getAll()).contains("DEBUG").contains("is UNKNOWN by rule").contains("The database cannot be used");
        assertThat(dump.everything()).contains("zyxcanary-mail").contains("\"sealed\"");
        assertThat(found(secrets, output.getAll())).as("in logs").isEmpty();
        assertThat(found(secrets, answers.toString())).as("in answers").isEmpty();
        assertThat(found(secrets, dump.everything())).as("in the database").isEmpty();
        assertThat(found(PORTING, output.getAll())).as("in logs").isEmpty();
        assertThat(found(PORTING, answers.toString())).as("in answers").isEmpty();
        assertThat(found(PORTING, dump.everything())).as("in the database").isEmpty();
        assertThat(found(PERSON, output.getAll())).as("in logs").isEmpty();
    }

    private static List<String> found(Set<String> secrets, String text) {
        List<String> found = new ArrayList<>();
        for (String secret : secrets) {
            int at = text.indexOf(secret);
            if (at >= 0) {
                found.add(text.substring(Math.max(0, at - 300), Math.min(text.length(), at + secret.length() + 100)));
            }
        }
        return found;
    }

    /** What the gateway made of its credentials or was given for them, as the providers saw it. */
    private static Set<String> derived() {
        Set<String> derived = new TreeSet<>();
        for (JsonNode request : gateway.arrived("telegent")) {
            String bearer = request.at("/headers/authorization").asText("");
            if (bearer.startsWith("Bearer ")) {
                derived.add(bearer.substring("Bearer ".length()));
            }
            String body = request.path("body").asText("");
            if (request.path("path").asText().endsWith("/subscribers/create")) {
                derived.add(body.replaceAll("(?s).*\"Password\":\"([^\"]+)\".*", "$1"));
            }
        }
        return derived;
    }

    private static void goodDays(Party party) {
        String key = UUID.randomUUID().toString();
        String order = order(party);
        String id = ask(party, "POST", "/v1/subscriptions", order, "Idempotency-Key", key).text("/subscriptionId");
        assertThat(id).isNotNull();
        ask(party, "POST", "/v1/subscriptions", order, "Idempotency-Key", key);
        ask(party, "POST", "/v1/subscriptions", order(party), "Idempotency-Key", key);
        questions(party, id);
        ask(party, "POST", "/v1/subscriptions/" + id + "/cancel", "{\"reason\": \"OTHER\", \"comment\": \"moved\"}");
        ask(party, "POST", "/v1/subscriptions", order(party), "Prefer", "respond-async");
    }

    private static void questions(Party party, String id) {
        for (String path : List.of("?refresh=true", "/usage", "/plan-attachments", "/plan-attachments/none")) {
            ask(party, "GET", "/v1/subscriptions/" + id + path, null);
        }
        ask(party, "GET", "/v1/subscriptions?refresh=true&limit=2", null);
        JsonNode operations = ask(party, "GET", "/v1/operations?limit=3", null).json().path("items");
        operations.forEach(operation -> ask(party, "GET", "/v1/operations/" + operation.path("operationId").asText(), null));
    }

    private static void badDays(Party party) {
        late(party);
        for (String effect : EFFECTS) {
            healthy(party);
            String id = ask(party, "POST", "/v1/subscriptions", order(party)).text("/subscriptionId");
            for (String match : effect.equals("refuse-connection") ? List.of("*") : List.of(party.createCall, "*")) {
                party.faulty(gateway, match, effect);
                ask(party, "POST", "/v1/subscriptions", order(party), "Idempotency-Key", UUID.randomUUID().toString());
            }
            ask(party, "POST", "/v1/subscriptions/" + id + "/sms", "{\"message\": \"hello\"}");
            ask(party, "POST", "/v1/subscriptions/" + id + "/cancel", "{}");
            questions(party, id);
        }
        healthy(party);
    }

    private static void late(Party party) {
        party.faulty(gateway, party.createCall, "delay:1200");
        assertThat(ask(party, "POST", "/v1/subscriptions", order(party)).status()).isEqualTo(202);
        healthy(party);
    }

    private static void healthy(Party party) {
        gateway.faults(party.provider, "[]");
        breakers();
    }

    private static void breakers() {
        gateway.application().getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    private static void refusedCredentials(Party party) {
        gateway.control("POST", "/clock", "{\"advance\": \"PT1H\"}");
        try (var files = Files.list(workspace.resolve("config/secrets"))) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith(party.provider)).toList()) {
                String right = read(file);
                write(file, "canary-stale-credential");
                assertThat(ask(party, "POST", "/v1/subscriptions", order(party)).text("/code")).isEqualTo("provider-credentials-refused");
                Files.delete(file);
                ask(party, "POST", "/v1/subscriptions", order(party));
                write(file, right);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        breakers();
    }

    /** Forced: the library wakes a breaker that was reset as well when its time is over. */
    private static void openBreaker(Party party) {
        gateway.application().getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::transitionToForcedOpenState);
        assertThat(ask(party, "POST", "/v1/subscriptions", order(party)).status()).isEqualTo(503);
        breakers();
    }

    /** A database that complains likes to quote the whole row it did not take. */
    private static void databaseAway(Party party) {
        Rows rows = new Rows(gateway.database());
        rows.execute("alter table operation add constraint refusing check (kind <> 'create') not valid");
        assertThat(ask(party, "POST", "/v1/subscriptions", order(party)).text("/code")).isEqualTo("not-ready");
        rows.execute("alter table operation drop constraint refusing");
        rows.execute("alter table operation add constraint refusing check (state = 'SENDING') not valid");
        assertThat(ask(party, "POST", "/v1/subscriptions", order(party)).status()).isIn(202, 503);
        rows.execute("alter table operation drop constraint refusing");
    }

    private static void badCallers() {
        for (Party party : Party.values()) {
            ask(party, "POST", "/v1/subscriptions", "{\"activation\": {\"porting\": {\"passcode\": \"canary-passcode\"");
            ask(party, "POST", "/v1/subscriptions", order(party).replace("\"activation\"", "\"activaton\""));
            ask(party, "POST", "/v1/subscriptions", order(party).replace("\"passcode\"", "\"pascode\""));
            ask(party, "POST", "/v1/subscriptions", order(party).replace("mobile-10gb", "no-such-offering"));
        }
        tell(Gateway.raw(gateway.port(), "canary-wrong-key", "POST", "/v1/subscriptions", order(Party.CONNECT)));
        tell(Gateway.raw(gateway.port(), null, "GET", "/v1/subscriptions", null, "Authorization", "Bearer canary-wrong-key"));
        tell(Gateway.raw(gateway.port(), "canary-api-acme", "GET", "/admin/v1/accounts", null));
        tell(Gateway.raw(gateway.port(), "canary-api-admin", "GET", "/admin/v1/accounts", null));
    }

    private static String order(Party party) {
        String reference = UUID.randomUUID().toString();
        String activation = party == Party.CONNECT
                ? """
                  {"msisdn": "+46701234567", "sim": {"esim": true}, "porting": {"firstName": "Zyxcanary", "lastName": "Person",
                   "accountNumber": "canary-account-number", "passcode": "canary-passcode"}}"""
                : "{\"sim\": {\"esim\": true}}";
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1001", "referenceId": "%s",
                 "subscriber": {"name": "Zyxcanary Person", "email": "zyxcanary-mail-%s@example.com"}, "activation": %s}"""
                .formatted(reference, reference, activation);
    }

    private static Answer ask(Party party, String method, String path, String body, String... headers) {
        Answer answer = Gateway.raw(gateway.port(), KEYS.get(party), method, path, body, headers);
        tell(answer);
        return answer;
    }

    private static void tell(Answer answer) {
        answers.append(answer.headers()).append(answer.body()).append('\n');
    }

    private static String management(String path) {
        Answer answer = Gateway.raw(gateway.managementPort(), null, "GET", path, null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    /** All tables as text, with what is stored as bytes made readable. */
    private record Dump(Rows rows) {

        String everything() {
            StringBuilder dump = new StringBuilder();
            rows.texts("select tablename from pg_tables where schemaname = 'public'")
                    .forEach(table -> dump.append(text(table, "true", "")));
            return dump.toString();
        }

        private String text(String table, String where, String except) {
            List<String> columns = rows.texts("select case data_type when 'bytea' then 'encode(' || column_name || ', ''escape'')' "
                    + "else column_name || '::text' end from information_schema.columns where table_name = ? and table_schema = 'public' and column_name <> ?", table, except);
            return String.join("\n", rows.texts("select concat_ws(' ', " + String.join(", ", columns) + ") from " + table + " where " + where));
        }
    }
}
