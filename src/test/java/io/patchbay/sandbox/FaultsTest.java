package io.patchbay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest extends SandboxFixture {

    private static final String SHELL = "{\"productOfferingId\":\"po-mobile-1gb\",\"customerId\":\"c-1\"}";

    private Response create() throws Exception {
        return call("POST", sandbox.baseUrl("connect") + "/subscriptions", SHELL, "X-Api-Key", "connect-demo-key");
    }

    private List<JsonNode> requests() throws Exception {
        return list(control("GET", "/control/connect/requests", null).is(200).json());
    }

    private static String fault(String match, String effect, String more) {
        return "{\"match\":\"%s\",\"effect\":\"%s\"%s}".formatted(match, effect, more);
    }

    private void suffer(String effect, String more) throws Exception {
        faults("connect", "[" + fault("POST /subscriptions", effect, more) + "]");
    }

    @Test
    void drop_before_does_nothing_and_answers_nothing() throws Exception {
        suffer("drop-before", ",\"times\":1");
        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(truth("connect")).isEmpty();
        assertThat(requests().getFirst().path("status").isNull()).isTrue();
        assertThat(requests().getFirst().path("fault").asText()).isEqualTo("drop-before");
        create().is(201);
    }

    @Test
    void drop_after_does_it_and_answers_nothing() throws Exception {
        suffer("drop-after", ",\"times\":1");
        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(truth("connect")).hasSize(1);
    }

    @Test
    void a_drop_is_an_end_of_stream_on_a_connection_that_was_kept_alive() throws Exception {
        faults("connect", "[" + fault("POST /subscriptions", "drop-after", "") + "]");
        try (Socket socket = new Socket("127.0.0.1", sandbox.port("connect"))) {
            OutputStream out = socket.getOutputStream();
            out.write(raw("GET /product-offerings/po-mobile-1gb", ""));
            readResponse(socket);
            out.write(raw("POST /subscriptions", SHELL));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(truth("connect")).hasSize(1);
    }

    private static byte[] raw(String line, String body) {
        return (line + " HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: connect-demo-key\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static void readResponse(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 200");
        int length = Integer.parseInt(head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1"));
        socket.getInputStream().readNBytes(length);
    }

    @Test
    void a_delay_is_done_in_the_end() throws Exception {
        suffer("delay", ",\"millis\":1");
        create().is(201);
        suffer("delay:1", "");
        create().is(201);
        assertThat(truth("connect")).hasSize(2);
        assertThat(requests()).extracting(one -> one.path("fault").asText()).containsExactly("delay", "delay:1");
    }

    @Test
    void status_before_does_nothing_and_status_after_does_it_both_in_the_providers_own_words() throws Exception {
        suffer("status:503-before", "");
        assertThat(create().is(503).text("/code")).isEqualTo("INTERNAL_ERROR");
        assertThat(truth("connect")).isEmpty();
        suffer("status:500-after", "");
        create().is(500);
        assertThat(truth("connect")).hasSize(1);
        assertThat(requests()).extracting(one -> one.path("status").asInt()).containsExactly(503, 500);
    }

    @ParameterizedTest
    @CsvSource({"connect,/subscriptions,/code,INTERNAL_ERROR", "telegent,/v1.0/subscriptions,/StatusCode,504",
            "tellisim,/v3/subscription,/error,true"})
    void each_provider_has_its_own_error_body(String provider, String path, String pointer, String value) throws Exception {
        faults(provider, "[" + fault("*", "status:504-before", "") + "]");
        assertThat(call("GET", sandbox.baseUrl(provider) + path, null).is(504).text(pointer)).isEqualTo(value);
    }

    @Test
    void garbage_is_a_success_that_nobody_can_read() throws Exception {
        suffer("garbage", "");
        assertThat(create().is(200).json().isMissingNode()).isTrue();
        assertThat(truth("connect")).hasSize(1);
    }

    @Test
    void throttling_does_nothing_and_names_the_wait() throws Exception {
        suffer("throttle", "");
        assertThat(create().is(429).raw().headers().firstValue("Retry-After")).contains("60");
        suffer("throttle", ",\"retryAfter\":7");
        assertThat(create().is(429).raw().headers().firstValue("Retry-After")).contains("7");
        assertThat(truth("connect")).isEmpty();
        faults("telegent", "[" + fault("*", "throttle", "") + "]");
        assertThat(call("GET", sandbox.baseUrl("telegent") + "/v1.0/numbers", null).is(429).raw().headers()
                .firstValue("Retry-After")).contains("60");
        faults("tellisim", "[" + fault("*", "throttle", "") + "]");
        assertThat(call("GET", sandbox.baseUrl("tellisim") + "/v3/plans", null).is(429).raw().headers()
                .firstValue("Retry-After")).isEmpty();
    }

    @Test
    void a_refused_connection_is_refused_until_the_fault_is_gone() throws Exception {
        create().is(201);
        int port = sandbox.port("connect");
        faults("connect", "[" + fault("GET /subscriptions", "refuse-connection", "") + "]");
        assertThatThrownBy(this::create).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> control("GET", "/connect/subscriptions", null)).isInstanceOf(IOException.class);
        assertThat(truth("connect")).hasSize(1);

        faults("connect", "[]");
        assertThat(sandbox.port("connect")).isEqualTo(port);
        create().is(201);
        assertThat(truth("connect")).hasSize(2);
    }

    @Test
    void refusing_connections_cuts_those_that_are_open() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", sandbox.port("connect"))) {
            socket.getOutputStream().write(raw("GET /product-offerings/po-mobile-1gb", ""));
            readResponse(socket);
            faults("connect", "[" + fault("*", "refuse-connection", "") + "]");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_reset_ends_the_refusal() throws Exception {
        faults("connect", "[" + fault("*", "refuse-connection", "") + "]");
        control("DELETE", "/control/connect", null).is(200);
        create().is(201);
    }

    @Test
    void the_first_fault_that_is_not_spent_wins() throws Exception {
        faults("connect", "[" + fault("POST /subscriptions", "status:500-before", ",\"times\":2") + ","
                + fault("*", "status:502-before", ",\"times\":1") + "]");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(create().status());
        }
        assertThat(statuses).containsExactly(500, 500, 502, 201);
        JsonNode list = control("GET", "/control/connect/faults", null).json();
        assertThat(list.findValuesAsText("remaining")).containsExactly("0", "0");
    }

    @Test
    void placeholders_and_stars_match_any_segment_and_the_query_does_not_count() throws Exception {
        for (String match : List.of("GET /subscriptions/{id}", "GET /subscriptions/*", "GET /subscriptions/abc?x=1")) {
            faults("connect", "[" + fault(match, "status:500-before", "") + "]");
            call("GET", sandbox.baseUrl("connect") + "/subscriptions/abc?refresh=true", null).is(500);
            call("GET", sandbox.baseUrl("connect") + "/subscriptions", null).is(401);
        }
    }

    @Test
    void chance_is_the_same_for_the_same_seed() throws Exception {
        List<Integer> first = diced(7);
        assertThat(diced(7)).isEqualTo(first);
        assertThat(first).contains(201, 500);
        assertThat(diced(8)).isNotEqualTo(first);
    }

    private List<Integer> diced(int seed) throws Exception {
        settings("connect", "{\"seed\":" + seed + "}");
        suffer("status:500-before", ",\"probability\":0.5");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(create().status());
        }
        return statuses;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                          | faults
            [1]                                                                         | faults
            [{"effect":"garbage"}]                                                      | match
            [{"match":"POST subscriptions","effect":"garbage"}]                         | match
            [{"match":"POST /nowhere","effect":"garbage"}]                              | match
            [{"match":"*"}]                                                             | effect
            [{"match":"*","effect":"explode"}]                                          | effect
            [{"match":"*","effect":"status:700-before"}]                                | effect
            [{"match":"*","effect":"garbage","times":0}]                                | times
            [{"match":"*","effect":"garbage","probability":2}]                          | probability
            [{"match":"*","effect":"delay","millis":-1}]                                | millis
            [{"match":"*","effect":"throttle","retryAfter":"soon"}]                     | retryAfter
            [{"match":"*","effect":"garbage","time":1}]                                 | time
            [{"match":"*","effect":"refuse-connection","times":1}]                      | times
            [{"match":"*","effect":"refuse-connection","probability":0.5}]              | probability
            """)
    void a_bad_fault_list_names_the_field_and_changes_nothing(String body, String field) throws Exception {
        suffer("garbage", "");
        Response refused = control("PUT", "/control/connect/faults", body).is(400);
        assertThat(refused.text("/field")).isEqualTo(field);
        assertThat(refused.text("/error")).isNotBlank();
        assertThat(control("GET", "/control/connect/faults", null).text("/0/effect")).isEqualTo("garbage");
    }
}
