package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.route.Units;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.ProviderCopy;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that keeps failing is left alone for a while, and only that one. */
class CircuitBreakerTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    /** TelliSIM's breaker opens for a second only, so that its way back can be seen. Nothing is tried again, so that each order is one failure. */
    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, ProviderCopy.in(workspace,
                (name, sheet) -> sheet.replace("open: 10s", name.equals("tellisim") ? "open: 1s" : "open: 60s").replace("retry: {attempts: 2", "retry: {attempts: 0")));
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private static String breaker(Party party) {
        JsonNode accounts = gateway.get(Gateway.ADMIN, "/admin/v1/accounts").json().path("items");
        return StreamSupport.stream(accounts.spliterator(), false).filter(account -> account.path("provider").asText().equals(party.provider))
                .findFirst().orElseThrow().path("breaker").asText();
    }

    private static int failuresToOpen(Party party) {
        return gateway.application().getBean(Units.class).unit(party.provider).orElseThrow().sheet().breaker().minimumCalls();
    }

    /** As many failures as the sheet asks for, and not one less. */
    private static void opened(Party party, String effect) {
        party.faulty(gateway, "*", effect);
        for (int i = 1; i <= failuresToOpen(party); i++) {
            assertThat(breaker(party)).as("after " + (i - 1) + " failures").isEqualTo("CLOSED");
            party.create(gateway);
        }
    }

    @ParameterizedTest
    @CsvSource({"CONNECT,status:500-before", "CONNECT,drop-before", "CONNECT,garbage", "TELEGENT,status:503-before", "TELEGENT,drop-after"})
    void an_open_breaker_answers_at_once_and_nothing_is_sent_or_written(Party party, String effect) {
        opened(party, effect);
        assertThat(breaker(party)).isEqualTo("OPEN");
        gateway.faults(party.provider, "[]");
        int arrived = gateway.arrived(party.provider).size();
        int operations = rows.count("operation");
        int subscriptions = rows.count("subscription");
        int keys = rows.count("idempotency");

        for (String[] headers : new String[][] {{}, {"Idempotency-Key", UUID.randomUUID().toString()}, {"Prefer", "respond-async"}}) {
            Answer answer = party.create(gateway, headers);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.text("/code")).isEqualTo("provider-unavailable");
            assertThat(answer.text("/detail")).contains("Nothing was sent");
            assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(1, 60);
        }
        assertThat(gateway.arrived(party.provider)).hasSize(arrived);
        assertThat(rows.count("operation")).isEqualTo(operations);
        assertThat(rows.count("subscription")).isEqualTo(subscriptions);
        assertThat(rows.count("idempotency")).isEqualTo(keys);
    }

    @Test
    void an_open_breaker_answers_orders_and_questions_on_what_is_there_too() {
        String id = Party.CONNECT.created(gateway);
        Party.CONNECT.faulty(gateway, "*", "status:500-before");
        for (int i = 0; !breaker(Party.CONNECT).equals("OPEN"); i++) {
            assertThat(i).isLessThan(20);
            Party.CONNECT.create(gateway);
        }
        int arrived = gateway.arrived("connect").size();

        assertThat(gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + id + "/cancel", "{}").status()).isEqualTo(503);
        assertThat(gateway.get(Party.CONNECT.key, "/v1/subscriptions/" + id + "?refresh=true").status()).isEqualTo(503);
        assertThat(gateway.get(Party.CONNECT.key, "/v1/subscriptions/" + id).status()).isEqualTo(200);
        assertThat(gateway.arrived("connect")).hasSize(arrived);
    }

    @Test
    void another_account_does_not_notice() {
        opened(Party.CONNECT, "status:500-before");

        assertThat(breaker(Party.TELEGENT)).isEqualTo("CLOSED");
        assertThat(breaker(Party.TELLISIM)).isEqualTo("CLOSED");
        assertThat(Party.TELEGENT.create(gateway).status()).isEqualTo(201);
        assertThat(Party.TELLISIM.create(gateway).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttle", "status:400-before", "status:401-before", "status:403-before", "status:404-before", "status:408-before",
        "status:409-before", "status:418-before", "status:422-before"})
    void an_answer_about_one_request_or_one_tenant_never_opens_a_breaker(String effect) {
        for (Party party : Party.values()) {
            party.faulty(gateway, "*", effect);
            for (int i = 0; i < failuresToOpen(party) + 2; i++) {
                party.create(gateway);
            }
            assertThat(breaker(party)).as(party.provider).isEqualTo("CLOSED");
        }
    }

    @Test
    void refused_token_credentials_never_open_a_breaker_but_an_unreachable_token_call_does() {
        gateway.control("POST", "/clock", "{\"advance\": \"PT1H\"}");
        Party.TELEGENT.faulty(gateway, "*", "status:401-before");
        for (int i = 0; i < failuresToOpen(Party.TELEGENT) + 2; i++) {
            assertThat(Party.TELEGENT.create(gateway).text("/code")).isEqualTo("provider-credentials-refused");
        }
        assertThat(breaker(Party.TELEGENT)).isEqualTo("CLOSED");
        Party.TELEGENT.faulty(gateway, "*", "status:500-before");
        for (int i = 0; i < 20; i++) {
            Party.TELEGENT.create(gateway);
        }
        assertThat(breaker(Party.TELEGENT)).isEqualTo("OPEN");
    }

    @Test
    void a_breaker_lets_some_through_after_a_while_and_closes_when_they_succeed() {
        opened(Party.TELLISIM, "status:500-before");
        gateway.faults("tellisim", "[]");
        await().until(() -> breaker(Party.TELLISIM).equals("HALF_OPEN"));

        for (int i = 0; i < 3; i++) {
            assertThat(Party.TELLISIM.create(gateway).status()).isEqualTo(201);
        }
        assertThat(breaker(Party.TELLISIM)).isEqualTo("CLOSED");
    }

    @Test
    void a_breaker_opens_again_when_what_it_let_through_fails() {
        opened(Party.TELLISIM, "status:500-before");
        await().until(() -> breaker(Party.TELLISIM).equals("HALF_OPEN"));

        for (int i = 0; i < 3; i++) {
            assertThat(Party.TELLISIM.create(gateway).status()).isEqualTo(503);
        }
        await().untilAsserted(() -> assertThat(breaker(Party.TELLISIM)).isIn("OPEN", "HALF_OPEN"));
        gateway.faults("tellisim", "[]");
        await().until(() -> Party.TELLISIM.create(gateway).status() == 201);
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void refused_connections_open_a_breaker(Party party) {
        party.faulty(gateway, "*", "refuse-connection");
        for (int i = 0; i < failuresToOpen(party); i++) {
            party.create(gateway);
        }
        assertThat(breaker(party)).isIn("OPEN", "HALF_OPEN");
    }
}
