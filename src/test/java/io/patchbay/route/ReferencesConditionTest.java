package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.provider.Account;
import io.patchbay.provider.AccountState;
import io.patchbay.provider.Scheduling;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.Directories;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesConditionTest {

    private static final Configuration NONE = configuration(Map.of());

    private final ReferencesCondition condition = new ReferencesCondition(new Directories(Path.of("/etc/patchbay"), null, null, null),
            List.of("/run/secrets", "/var/run/secrets"));

    @ParameterizedTest
    @ValueSource(strings = {"property:spring.datasource.password", "property:SPRING_DATASOURCE_PASSWORD", "property:s-pring.datasource.password",
        "property:[spring].datasource.password", "property:patchbay.seal.key", "property:management.x", "property:server.ssl.key-store-password",
        "property:java.home", "property:logging.level", "property:sun.java.command", "env:SPRING_DATASOURCE_PASSWORD", "env:PATCHBAY_SEAL_KEY",
        "env:MANAGEMENT_X", "env:SERVER_SSL_KEY_STORE_PASSWORD", "env:JAVA_OPTS", "env:JDK_JAVA_OPTIONS", "env:LOGGING_X", "file:../other", "file:a/../../b", "file:/etc/shadow",
        "file:/proc/self/environ", "file:/run/secrets/../../etc/shadow", "file:/run/secrets-of-others/x", "file:/etc/patchbay/../shadow"})
    void a_reference_to_what_is_no_secret_of_a_provider_is_refused(String reference) {
        Optional<Problem> problem = refusal(NONE, reference, null);
        assertThat(problem).isPresent();
        assertThat(problem.get().code()).isEqualTo(ProblemCode.INVALID);
        assertThat(problem.get().errors()).extracting(FieldError::pointer).containsExactly("/accounts/x/credentials/apiKey");
        assertThat(refusal(NONE, reference, "skip the check")).as("nobody skips this").isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"property:connect.api-key", "property:springfield.key", "env:CONNECT_KEY", "env:SERVERKEY", "file:secrets/key", "file:secrets/key..old",
        "file:/run/secrets/connect/key", "file:/var/run/secrets/key", "file:/etc/patchbay/secrets/key"})
    void a_reference_to_where_secrets_are_kept_is_taken(String reference) {
        assertThat(refusal(NONE, reference, null)).isEmpty();
    }

    @Test
    void what_the_files_said_stays_and_is_not_taken_over_by_another_account_or_credential() {
        Configuration before = configuration(Map.of("x", account("x", Map.of("apiKey", "file:/opt/key"))));
        assertThat(refusal(before, "file:/opt/key", null)).isEmpty();
        Configuration copied = configuration(Map.of("x", account("x", Map.of("apiKey", "file:/opt/key", "other", "file:/opt/key")),
                "y", account("y", Map.of("apiKey", "file:/opt/key"))));
        assertThat(condition.refuses(new ProposedChange("ops", before, copied, null, null, null, Purpose.CHANGE)).orElseThrow().errors())
                .extracting(FieldError::pointer).containsExactly("/accounts/x/credentials/other", "/accounts/y/credentials/apiKey");
    }

    private Optional<Problem> refusal(Configuration before, String reference, String unchecked) {
        return condition.refuses(new ProposedChange("ops", before, configuration(Map.of("x", account("x", Map.of("apiKey", reference)))), null, null, unchecked, Purpose.CHANGE));
    }

    private static Configuration configuration(Map<String, Account> accounts) {
        return new Configuration(1, Map.of(), List.of(), accounts, Map.of(), List.of());
    }

    private static Account account(String name, Map<String, String> credentials) {
        return new Account(name, "connect", name, URI.create("http://localhost:1"), credentials, JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY,
                true, AccountState.OPEN, null);
    }
}
