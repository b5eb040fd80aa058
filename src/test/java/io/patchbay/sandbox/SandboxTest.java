package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest extends SandboxFixture {

    private static final String SHELL = "{\"productOfferingId\":\"po-mobile-1gb\",\"customerId\":\"c-1\",\"referenceId\":\"r-1\"}";

    private Response prefixed(String method, String path, String body) throws Exception {
        return call(method, "http://localhost:" + sandbox.controlPort() + path, body, "X-Api-Key", "connect-demo-key");
    }

    @Test
    void it_is_up_and_knows_its_ports() throws Exception {
        assertThat(control("GET", "/control/health", null).is(200).text("/status")).isEqualTo("UP");
        assertThat(sandbox.baseUrl("tellisim").toString()).isEqualTo("http://localhost:" + sandbox.port("tellisim"));
        assertThatThrownBy(() -> sandbox.port("nobody")).isInstanceOf(IllegalArgumentException.class);
        assertThat(SandboxPorts.standard()).isEqualTo(new SandboxPorts("127.0.0.1", 8090, 8091, 8092, 8093));
    }

    @Test
    void the_control_port_serves_every_provider_with_the_same_state() throws Exception {
        prefixed("POST", "/connect/subscriptions", SHELL).is(201);
        call("GET", sandbox.baseUrl("connect") + "/subscriptions/rid_r-1", null, "X-Api-Key", "connect-demo-key").is(200);
        call("GET", "http://localhost:" + sandbox.controlPort() + "/tellisim/v3/plans?key=tellisim-demo-key", null).is(200);
        call("GET", "http://localhost:" + sandbox.controlPort() + "/telegent/v1.0/numbers", null).is(401);
    }

    @Test
    void the_journal_shows_what_arrived() throws Exception {
        prefixed("POST", "/connect/subscriptions?a=b", SHELL).is(201);
        JsonNode entry = control("GET", "/control/connect/requests", null).json().path(0);
        assertThat(entry.path("method").asText()).isEqualTo("POST");
        assertThat(entry.path("path").asText()).isEqualTo("/subscriptions");
        assertThat(entry.path("query").asText()).isEqualTo("a=b");
        assertThat(entry.path("headers").path("x-api-key").asText()).isEqualTo("connect-demo-key");
        assertThat(entry.path("body").asText()).isEqualTo(SHELL);
        assertThat(entry.path("status").asInt()).isEqualTo(201);
        assertThat(entry.path("fault").isNull()).isTrue();
        assertThat(control("GET", "/control/connect/requests?since=2999-01-01T00:00:00Z", null).is(200).json()).isEmpty();
        assertThat(control("GET", "/control/connect/requests?since=today", null).is(400).text("/field")).isEqualTo("since");
    }

    @Test
    void the_ground_truth_has_one_shape() throws Exception {
        prefixed("POST", "/connect/subscriptions", SHELL).is(201);
        JsonNode one = truth("connect").getFirst();
        assertThat(one.fieldNames()).toIterable().containsExactly("id", "status", "reference", "plan", "msisdn", "iccid",
                "subscriber", "createdAt", "deleted", "creates", "record");
        assertThat(one.path("reference").asText()).isEqualTo("r-1");
        assertThat(one.path("plan").asText()).isEqualTo("po-mobile-1gb");
        assertThat(one.path("creates").asInt()).isEqualTo(1);
    }

    @Test
    void time_is_moved_and_put_back() throws Exception {
        now("2030-01-01T00:00:00Z");
        advance("PT1H");
        assertThat(Instant.parse(control("GET", "/control/clock", null).is(200).text("/now")))
                .isAfterOrEqualTo(Instant.parse("2030-01-01T01:00:00Z"));
        control("DELETE", "/control", null).is(200);
        assertThat(Instant.parse(control("GET", "/control/clock", null).text("/now"))).isBefore(Instant.parse("2030-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                              | advance
            {"advance":"an hour"}           | advance
            {"advance":"PT999999999999H"}   | advance
            {"now":"noon"}                  | now
            {"then":"2030"}                 | then
            """)
    void a_bad_time_names_the_field(String body, String field) throws Exception {
        assertThat(control("POST", "/control/clock", body).is(400).text("/field")).isEqualTo(field);
    }

    @Test
    void settings_are_merged() throws Exception {
        settings("connect", "{\"activationDelaySeconds\":5}");
        Response settings = control("GET", "/control/connect/settings", null).is(200);
        assertThat(settings.json().path("activationDelaySeconds").asInt()).isEqualTo(5);
        assertThat(settings.json().path("billingManaged").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"nonsense":1}                                   | nonsense
            {"activationDelaySeconds":5,"seed":"x"}          | seed
            {"activationDelaySeconds":-1}                    | activationDelaySeconds
            {"billingManaged":1}                             | billingManaged
            {"customers":"some"}                             | customers
            []                                               | settings
            """)
    void bad_settings_name_the_field_and_change_nothing(String body, String field) throws Exception {
        assertThat(control("PUT", "/control/connect/settings", body).is(400).text("/field")).isEqualTo(field);
        assertThat(control("GET", "/control/connect/settings", null).json().path("activationDelaySeconds").asInt()).isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /control/nobody/faults", "PUT /control/nobody/settings", "DELETE /control/nobody"})
    void an_unknown_provider_is_named(String call) throws Exception {
        String[] parts = call.split(" ");
        assertThat(control(parts[0], parts[1], null).is(404).text("/field")).isEqualTo("provider");
    }

    @Test
    void an_unknown_control_call_is_not_found() throws Exception {
        assertThat(control("GET", "/nothing", null).is(404).text("/field")).isEqualTo("path");
        control("GET", "/", null).is(404);
    }

    @Test
    void a_reset_forgets_one_provider_and_leaves_the_others() throws Exception {
        prefixed("POST", "/connect/subscriptions", SHELL).is(201);
        settings("connect", "{\"activationDelaySeconds\":5}");
        settings("tellisim", "{\"stockPerLabel\":3}");
        faults("connect", "[{\"match\":\"*\",\"effect\":\"garbage\"}]");
        control("DELETE", "/control/connect", null).is(200);

        assertThat(truth("connect")).isEmpty();
        assertThat(control("GET", "/control/connect/requests", null).json()).isEmpty();
        assertThat(control("GET", "/control/connect/faults", null).json()).isEmpty();
        assertThat(control("GET", "/control/connect/settings", null).json().path("activationDelaySeconds").asInt()).isEqualTo(30);
        assertThat(control("GET", "/control/tellisim/settings", null).json().path("stockPerLabel").asInt()).isEqualTo(3);
        prefixed("POST", "/connect/subscriptions", SHELL).is(201);
    }

    @Test
    void credentials_and_ports_come_from_the_environment() throws Exception {
        try (Sandbox other = Sandbox.start(Map.of("SANDBOX_PORT", "0", "SANDBOX_CONNECT_API_KEY", "another"))) {
            call("GET", other.baseUrl("connect") + "/subscriptions", null, "X-Api-Key", "another").is(200);
            call("GET", other.baseUrl("connect") + "/subscriptions", null, "X-Api-Key", "connect-demo-key").is(401);
        }
        assertThat(SandboxPorts.from("0.0.0.0", 9000)).isEqualTo(new SandboxPorts("0.0.0.0", 9000, 9001, 9002, 9003));
        assertThat(SandboxCredentials.demo().toString()).doesNotContain("demo");
    }

    @Test
    void a_taken_port_stops_the_start_and_is_named() {
        SandboxPorts taken = new SandboxPorts("127.0.0.1", 0, 0, 0, sandbox.controlPort());
        assertThatThrownBy(() -> Sandbox.start(taken)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(sandbox.controlPort()));
    }
}
