package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.ProviderSheet;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ConnectionTest {

    private static final ObjectNode HEADER_KEY = inputs().put("header", "X-Key").put("credential", "apiKey");

    @TempDir
    Path directory;

    private static ObjectNode inputs() {
        return JsonNodeFactory.instance.objectNode();
    }

    private Connection connection(String mechanism, ObjectNode inputs, URI baseUrl) {
        return connection(mechanism, inputs, baseUrl, new ProviderSheet.Limits(null, false), null);
    }

    private Connection connection(String mechanism, ObjectNode inputs, URI baseUrl, ProviderSheet.Limits limits, Integer agreed) {
        ProviderSheet sheet = new ProviderSheet("acme", "Acme", "", ProviderSheet.Shell.GATEWAY, false, null, null, null, null,
                new ProviderSheet.Authorisation(mechanism, inputs), null,
                new ProviderSheet.Http(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(20), 4),
                new ProviderSheet.Breaker(50, 20, 1, Duration.ofSeconds(10), 3), limits, null, null, null, null, null, Map.of(), null, null, null, null, null, List.of());
        Account account = new Account("acme-1", "acme", "Acme", baseUrl, Map.of("apiKey", "file:key"), inputs(), Scheduling.GATEWAY, true, agreed);
        Credentials credentials = new Credentials(directory, name -> null, name -> null);
        return new Connections(credentials, CircuitBreakerRegistry.ofDefaults(), Clock.systemUTC(), new Waits(System::nanoTime)).to(account, sheet);
    }

    private Connection connection(String mechanism, ObjectNode inputs) {
        return connection(mechanism, inputs, URI.create("http://localhost"));
    }

    private void key(String value) throws IOException {
        Files.writeString(directory.resolve("key"), value);
    }

    private static Outgoing outgoing(Connection connection) {
        return connection.outgoing(new ProviderRequest("read", "GET", "/lines/1", Map.of(), Map.of(), null), "op-1");
    }

    @Test
    void a_pool_of_ours_that_is_used_up_does_not_speak_against_the_provider() {
        Connection connection = connection("header-key", HEADER_KEY);

        connection.breaker().onError(1, TimeUnit.MILLISECONDS, new ConnectionRequestTimeoutException("all in use"));
        assertThat(connection.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);

        connection.breaker().onError(1, TimeUnit.MILLISECONDS, new ConnectException("refused"));
        assertThat(connection.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void a_used_up_rate_does_not_speak_against_the_provider() {
        Connection connection = connection("header-key", HEADER_KEY);

        connection.breaker().onError(1, TimeUnit.MILLISECONDS, new LimitReached(Duration.ofMillis(1200)));
        assertThat(connection.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(new LimitReached(Duration.ofMillis(1200)).retryAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void what_was_agreed_for_the_account_goes_before_what_the_provider_documents() {
        ProviderSheet.Limits documented = new ProviderSheet.Limits(50, false);
        URI anywhere = URI.create("http://localhost");

        assertThat(connection("header-key", HEADER_KEY, anywhere, documented, null).requestsPerMinute()).isEqualTo(50);
        assertThat(connection("header-key", HEADER_KEY, anywhere, documented, 600).requestsPerMinute()).isEqualTo(600);
        assertThat(connection("header-key", HEADER_KEY, anywhere, documented, 0).requestsPerMinute()).as("lifted").isZero();
        assertThat(connection("header-key", HEADER_KEY).requestsPerMinute()).as("not documented").isZero();
    }

    @Test
    void a_token_that_is_still_to_be_fetched_is_a_request_more_where_token_calls_count() throws IOException {
        key("k-1");
        ObjectNode inputs = inputs().put("header", "X-Token").put("http", "POST /tokens").put("token", "/token");
        ProviderRequest request = new ProviderRequest("read", "GET", "/lines/1", Map.of(), Map.of(), null);
        ObjectNode lasting = inputs.deepCopy().put("expiry", "/until");
        try (TokenStub stub = TokenStub.answering(200, "{\"token\": \"t-1\", \"until\": \"2099-01-01T00:00:00Z\"}")) {
            Connection counting = connection("token-per-endpoint", lasting, stub.url(), new ProviderSheet.Limits(50, true), null);
            assertThat(counting.requests(request)).isEqualTo(2);
            outgoing(counting);
            assertThat(counting.requests(request)).as("the token is there already").isEqualTo(1);
            assertThat(connection("token-per-endpoint", lasting, stub.url(), new ProviderSheet.Limits(50, false), null).requests(request)).isEqualTo(1);
            assertThat(connection("header-key", HEADER_KEY, stub.url(), new ProviderSheet.Limits(50, true), null).requests(request)).isEqualTo(1);
        }
    }

    @Test
    void a_key_in_a_header_has_its_prefix_before_it() throws IOException {
        key("k-1");

        assertThat(outgoing(connection("header-key", HEADER_KEY.deepCopy().put("prefix", "Token "))).headers()).containsEntry("X-Key", "Token k-1");
        assertThat(outgoing(connection("header-key", HEADER_KEY)).headers()).containsEntry("X-Key", "k-1");
    }

    @Test
    void a_token_without_a_prefix_stands_alone() throws IOException {
        key("k-1");
        ObjectNode inputs = inputs().put("header", "X-Token").put("http", "POST /tokens").put("token", "/token");
        try (TokenStub stub = TokenStub.answering(200, "{\"token\": \"t-1\"}")) {
            assertThat(outgoing(connection("token-per-endpoint", inputs, stub.url())).headers()).containsEntry("X-Token", "t-1");
        }
    }

    @Test
    void a_key_in_the_query_is_encoded_like_what_is_written_down() throws IOException {
        key("a*b~c d&e");
        Outgoing outgoing = outgoing(connection("query-key", inputs().put("parameter", "key").put("credential", "apiKey")));

        assertThat(outgoing.rawQuery()).isEqualTo("key=a%2Ab~c%20d%26e");
        assertThat(outgoing.toString()).doesNotContain("a*b").doesNotContain("a%2Ab");
    }

    @Test
    void a_request_without_query_has_none() throws IOException {
        key("k-1");
        assertThat(outgoing(connection("header-key", HEADER_KEY)).rawQuery()).isEmpty();
    }

    @Test
    void a_missing_credential_is_our_fault_and_opens_no_breaker() {
        Connection connection = connection("header-key", HEADER_KEY);
        AuthorisationFailed failed = catchThrowableOfType(AuthorisationFailed.class, () -> connection.breaker().executeSupplier(() -> outgoing(connection)));

        assertThat(failed.reason()).isEqualTo(AuthorisationFailed.Reason.REFUSED);
        assertThat(failed).as("kept with the attempt").hasMessageNotContaining("file:key");
        assertThat(connection.breaker().getMetrics().getNumberOfFailedCalls()).isZero();
    }

    @Test
    void a_credential_that_is_missing_for_the_token_call_is_our_fault_too() throws IOException {
        ObjectNode inputs = inputs().put("header", "X-Token").put("http", "POST /tokens").put("token", "/token");
        try (TokenStub stub = TokenStub.answering(200, "{\"token\": \"t-1\"}")) {
            Connection connection = connection("token-per-endpoint", inputs, stub.url());

            assertThat(catchThrowableOfType(AuthorisationFailed.class, () -> outgoing(connection)).reason()).isEqualTo(AuthorisationFailed.Reason.REFUSED);
            assertThat(stub.calls()).isZero();
        }
    }

    @Test
    void a_missing_credential_is_named_at_the_start_and_once_more_when_it_is_needed(CapturedOutput output) throws IOException {
        Connection connection = connection("header-key", HEADER_KEY);
        assertThat(output.getOut()).containsOnlyOnce("acme-1").contains("WARN").contains("file:key");

        for (int i = 0; i < 5; i++) {
            catchThrowableOfType(AuthorisationFailed.class, () -> outgoing(connection));
        }
        assertThat(output.getOut().lines().filter(line -> line.contains("ERROR"))).singleElement().asString().contains("acme-1", "file:key");

        key("k-1");
        assertThat(outgoing(connection).headers()).containsEntry("X-Key", "k-1");
        Files.delete(directory.resolve("key"));
        catchThrowableOfType(AuthorisationFailed.class, () -> outgoing(connection));
        assertThat(output.getOut().lines().filter(line -> line.contains("ERROR"))).as("missing anew").hasSize(2);
    }
}
