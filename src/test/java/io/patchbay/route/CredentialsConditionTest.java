package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.audit.Audit;
import io.patchbay.audit.AuditEntry;
import io.patchbay.audit.AuditFilter;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Proposed;
import io.patchbay.testing.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A change that uses credentials comes into force only if the provider takes them. The providers are real over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
class CredentialsConditionTest {

    private static final String WRONG = "canary-of-a-wrong-key";

    @TempDir
    static Path workspace;

    @TempDir
    static Path secrets;

    static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(secrets.resolve("wrong-key"), WRONG);
        Files.createDirectories(secrets.resolve("connect"));
        Files.copy(Path.of("config/demo/secrets/connect-api-key"), secrets.resolve("connect").resolve("api-key"));
        gateway = Gateway.start(workspace, Map.of("spring.config.import", "configtree:" + secrets + "/"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private static ProposedChange change(Consumer<ObjectNode> edit, String unchecked) {
        ConfigurationStore store = gateway.application().getBean(ConfigurationStore.class);
        ObjectNode document = store.revision(store.current().revision()).document();
        edit.accept(document);
        Proposed proposed = store.proposed(document);
        assertThat(proposed).isInstanceOf(Proposed.Valid.class);
        return new ProposedChange("night-shift", store.current(), ((Proposed.Valid) proposed).configuration(), document, null, unchecked, Purpose.CHANGE);
    }

    private static Optional<Problem> refusal(Consumer<ObjectNode> edit) {
        return gateway.application().getBean(CredentialsCondition.class).refuses(change(edit, null));
    }

    private static Consumer<ObjectNode> credential(String account, String name, String reference) {
        return document -> document.withObject("/accounts/" + account + "/credentials").put(name, reference);
    }

    /** Called otherwise, with credentials that are right. */
    private static Consumer<ObjectNode> moved(String account) {
        return document -> {
            ObjectNode changed = document.withObject("/accounts/" + account);
            changed.put("baseUrl", changed.path("baseUrl").asText().replace("localhost", "127.0.0.1"));
        };
    }

    private static void assertRefused(Optional<Problem> problem, ProblemCode code, String pointer, String error) {
        assertThat(problem).isPresent();
        assertThat(problem.get().code()).as(problem.get().detail()).isEqualTo(code);
        assertThat(problem.get().errors()).extracting(FieldError::pointer).containsExactly(pointer);
        assertThat(problem.get().errors()).extracting(FieldError::code).containsExactly(error);
        assertThat(problem.get().json().toString()).doesNotContain(WRONG);
    }

    @ParameterizedTest
    @CsvSource({"acme-connect, connect", "globex-telegent, telegent", "initech-tellisim, tellisim"})
    void credentials_that_the_provider_takes_come_into_force(String account, String provider) {
        assertThat(refusal(moved(account))).isEmpty();
        assertThat(gateway.arrived(provider)).isNotEmpty();
        assertThat(gateway.truth(provider)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"acme-connect, apiKey", "globex-telegent, accountSecret", "initech-tellisim, apiKey"})
    void a_wrong_key_is_refused_and_shown_nowhere(String account, String name, CapturedOutput log) {
        assertRefused(refusal(credential(account, name, "file:" + secrets.resolve("wrong-key"))), ProblemCode.CREDENTIALS_REFUSED,
                "/accounts/" + account + "/credentials", "refused");
        assertThat(log.getAll()).doesNotContain(WRONG);
    }

    @Test
    void each_trial_is_in_the_audit_with_its_outcome_and_no_value() {
        refusal(moved("initech-tellisim").andThen(credential("acme-connect", "apiKey", "file:" + secrets.resolve("wrong-key"))));
        List<AuditEntry> newest = gateway.application().getBean(Audit.class).page(new AuditFilter(null, "credentials.tried", null), Long.MAX_VALUE, 2);
        assertThat(newest).extracting(entry -> entry.act().what(), entry -> entry.act().actor(), entry -> entry.act().subject(), entry -> entry.act().reason())
                .containsExactly(tuple("credentials.tried", "night-shift", "accounts/initech-tellisim", "accepted"),
                        tuple("credentials.tried", "night-shift", "accounts/acme-connect", "refused"));
        assertThat(newest.toString()).doesNotContain(WRONG);
    }

    @Test
    void a_reference_that_leads_nowhere_is_refused_before_anything_is_sent() {
        assertRefused(refusal(credential("acme-connect", "apiKey", "env:NO_SUCH_VARIABLE")), ProblemCode.CREDENTIALS_REFUSED,
                "/accounts/acme-connect/credentials/apiKey", "missing");
        assertThat(gateway.arrived("connect")).isEmpty();
    }

    @Test
    void a_secret_of_a_configuration_tree_is_found_by_its_property() {
        assertThat(refusal(credential("acme-connect", "apiKey", "property:connect.api-key"))).isEmpty();
        assertRefused(refusal(credential("acme-connect", "apiKey", "property:wrong-key")), ProblemCode.CREDENTIALS_REFUSED,
                "/accounts/acme-connect/credentials", "refused");
    }

    @ParameterizedTest
    @CsvSource({"refuse-connection", "drop-after", "status:500-before", "status:503-after", "throttle", "garbage"})
    void without_an_answer_nothing_is_known(String effect) {
        gateway.faults("connect", "[{\"match\": \"*\", \"effect\": \"%s\"}]".formatted(effect));
        assertRefused(refusal(moved("acme-connect")), ProblemCode.CREDENTIALS_UNVERIFIED, "/accounts/acme-connect/credentials", "unverified");
    }

    @Test
    void a_provider_that_issues_no_token_leaves_it_open() {
        gateway.faults("telegent", "[{\"match\": \"POST /v1.0/oauth2/tokens\", \"effect\": \"status:503-before\"}]");
        assertRefused(refusal(moved("globex-telegent")), ProblemCode.CREDENTIALS_UNVERIFIED, "/accounts/globex-telegent/credentials", "unverified");
    }

    @Test
    void an_address_where_nobody_knows_the_call_leaves_it_open() {
        assertRefused(refusal(document -> {
            ObjectNode account = document.withObject("/accounts/acme-connect");
            account.put("baseUrl", account.path("baseUrl").asText() + "/elsewhere");
        }), ProblemCode.CREDENTIALS_UNVERIFIED, "/accounts/acme-connect/credentials", "unverified");
    }

    @Test
    void a_provider_that_takes_too_long_leaves_it_open() {
        gateway.faults("connect", "[{\"match\": \"*\", \"effect\": \"delay\", \"millis\": 5000}]");
        CredentialsCondition impatient = new CredentialsCondition(gateway.application().getBean(CredentialTrial.class),
                gateway.application().getBean(Audit.class), Duration.ofMillis(200));
        assertRefused(impatient.refuses(change(moved("acme-connect"), null)), ProblemCode.CREDENTIALS_UNVERIFIED, "/accounts/acme-connect/credentials", "unverified");
    }

    @Test
    void every_account_that_cannot_be_used_is_named_at_once() {
        Problem problem = refusal(credential("acme-connect", "apiKey", "file:" + secrets.resolve("wrong-key"))
                .andThen(credential("initech-tellisim", "apiKey", "file:nowhere"))).orElseThrow();

        assertThat(problem.code()).isEqualTo(ProblemCode.CREDENTIALS_REFUSED);
        assertThat(problem.errors()).extracting(FieldError::pointer)
                .containsExactly("/accounts/acme-connect/credentials", "/accounts/initech-tellisim/credentials/apiKey");
    }

    @Test
    void an_account_that_is_called_as_before_is_not_tried() {
        assertThat(refusal(document -> document.withObject("/accounts/acme-connect").put("title", "Another title"))).isEmpty();
        assertThat(gateway.arrived("connect")).isEmpty();
    }

    @Test
    void an_account_in_maintenance_is_not_tried() {
        assertThat(refusal(credential("acme-connect", "apiKey", "file:nowhere")
                .andThen(document -> document.withObject("/accounts/acme-connect").put("state", "maintenance")))).isEmpty();
        assertThat(gateway.arrived("connect")).isEmpty();
    }

    @Test
    void an_account_whose_maintenance_ends_is_tried() {
        ProposedChange begun = change(credential("acme-connect", "apiKey", "file:nowhere")
                .andThen(document -> document.withObject("/accounts/acme-connect").put("state", "maintenance")), null);
        ProposedChange ended = change(credential("acme-connect", "apiKey", "file:nowhere"), null);
        assertRefused(gateway.application().getBean(CredentialsCondition.class).refuses(
                new ProposedChange("night-shift", begun.after(), ended.after(), ended.document(), null, null, Purpose.CHANGE)),
                ProblemCode.CREDENTIALS_REFUSED, "/accounts/acme-connect/credentials/apiKey", "missing");
    }

    @Test
    void the_check_can_be_skipped_with_a_reason(CapturedOutput log) {
        ProposedChange change = change(credential("acme-connect", "apiKey", "file:nowhere"), "the key comes tomorrow, ticket 4711");
        assertThat(gateway.application().getBean(CredentialsCondition.class).refuses(change)).isEmpty();
        assertThat(log.getAll()).contains("come into force untried").doesNotContain("4711");
    }

    @Test
    void a_trial_counts_against_the_limit_and_not_against_the_breaker() {
        assertThat(refusal(credential("acme-connect", "apiKey", "property:connect.api-key").andThen(
                document -> document.withObject("/accounts/acme-connect/limits").put("requestsPerMinute", 1)))).isEmpty();
        assertRefused(refusal(credential("acme-connect", "apiKey", "property:connect.api-key").andThen(
                document -> document.withObject("/accounts/acme-connect/limits").put("requestsPerMinute", 1))), ProblemCode.CREDENTIALS_UNVERIFIED,
                "/accounts/acme-connect/credentials", "unverified");
        assertThat(gateway.application().getBean(CircuitBreakerRegistry.class).circuitBreaker("acme-connect").getMetrics().getNumberOfBufferedCalls()).isZero();
    }
}
