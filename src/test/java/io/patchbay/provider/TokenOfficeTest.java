package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TokenOfficeTest {

    private static final URI ENDPOINT = URI.create("http://localhost/lines");

    static ObjectNode inputs() {
        ObjectNode inputs = JsonNodeFactory.instance.objectNode().put("http", "POST /tokens").put("token", "/token");
        inputs.putObject("body").put("for", "{endpoint}");
        return inputs;
    }

    static TokenOffice office(TokenStub stub, Duration timeout, Clock clock) {
        return new TokenOffice(HttpClient.newHttpClient(), timeout, stub.url(), inputs(), Map::of, TokenExpiry.of(inputs(), clock));
    }

    private static TokenOffice office(TokenStub stub) {
        return office(stub, Duration.ofSeconds(20), Clock.systemUTC());
    }

    private static AuthorisationFailed refused(TokenOffice office) {
        return catchThrowableOfType(AuthorisationFailed.class, () -> office.fetch(ENDPOINT));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void every_status_of_success_may_bring_a_token(int status) throws IOException {
        try (TokenStub stub = TokenStub.answering(status, "{\"token\": \"t-1\"}")) {
            assertThat(office(stub).fetch(ENDPOINT).value()).isEqualTo("t-1");
        }
    }

    @Test
    void a_success_without_a_token_is_a_no() throws IOException {
        try (TokenStub stub = TokenStub.answering(201, "{}")) {
            assertThat(refused(office(stub)).reason()).isEqualTo(AuthorisationFailed.Reason.REFUSED);
        }
    }

    @Test
    void a_redirect_is_no_token_and_says_nothing_of_our_credentials() throws IOException {
        try (TokenStub stub = TokenStub.answering(302, "{\"token\": \"t-1\"}")) {
            assertThat(refused(office(stub)).reason()).isEqualTo(AuthorisationFailed.Reason.UNAVAILABLE);
        }
    }

    @Test
    void an_answer_longer_than_any_token_is_not_read_to_its_end() throws IOException {
        try (TokenStub stub = TokenStub.answering(200, "{\"token\": \"t-1\", \"padding\": \"" + "x".repeat(2 * 1024 * 1024) + "\"}")) {
            assertThat(refused(office(stub)).reason()).isEqualTo(AuthorisationFailed.Reason.UNAVAILABLE);
        }
    }

    @Test
    void an_answer_that_never_ends_is_not_waited_for() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (TokenStub stub = new TokenStub((exchange, number) -> beginning(exchange, over))) {
            assertThat(refused(office(stub, Duration.ofMillis(500), Clock.systemUTC())).reason()).isEqualTo(AuthorisationFailed.Reason.UNAVAILABLE);
        } finally {
            over.countDown();
        }
    }

    private static void beginning(HttpExchange exchange, CountDownLatch over) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
