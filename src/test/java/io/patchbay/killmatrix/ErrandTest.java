package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchbay.killmatrix.Told.End;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErrandTest {

    private static final String NONE = "";

    private final Node node = new Node("a", Path.of("target"), null, null, Map.of());
    private final Deque<Answer> orders = new ArrayDeque<>();
    private HttpServer gateway;
    private String living;

    /** @param living which subscription its reference leads to from then on */
    private record Answer(int status, String body, String living) {
    }

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress("localhost", URI.create(node.address()).getPort()), 0);
        gateway.createContext("/v1/subscriptions", this::ordered);
        gateway.createContext("/v1/subscriptions/rid_reference-7", exchange -> said(exchange, 200, "{\"subscriptionId\":\"%s\"}".formatted(living)));
        gateway.createContext("/v1/operations", exchange -> said(exchange, 200, exchange.getRequestURI().getQuery().endsWith("sub_2")
                ? "{\"items\":[{\"operationId\":\"op_2\",\"kind\":\"create\"}]}" : "{\"items\":[{\"operationId\":\"op_1\",\"kind\":\"create\"}]}"));
        gateway.createContext("/v1/operations/op_2", exchange -> said(exchange, 200, "{\"state\":\"SUCCEEDED\",\"subscriptionId\":\"sub_2\"}"));
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.stop(0);
    }

    /** Where it says nothing, the connection ends. */
    private void ordered(HttpExchange exchange) throws IOException {
        Answer answer = orders.size() == 1 ? orders.getFirst() : orders.poll();
        living = answer.living();
        if (answer.body().equals(NONE)) {
            exchange.close();
        } else {
            said(exchange, answer.status(), answer.body());
        }
    }

    private static void said(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void an_order_whose_answer_was_lost_after_a_failed_one_is_found_by_its_reference() {
        orders.add(new Answer(503, "{\"code\":\"provider-unavailable\",\"operationId\":\"op_1\"}", "sub_1"));
        orders.add(new Answer(0, NONE, "sub_1"));
        orders.add(new Answer(0, NONE, "sub_1"));
        orders.add(new Answer(409, "{\"code\":\"reference-taken\"}", "sub_2"));

        Told told = errand().run();

        assertThat(told.end()).as(told.account()).isEqualTo(End.DONE);
        assertThat(told.subscription()).isEqualTo("sub_2");
        assertThat(told.operations()).containsExactly("op_2");
    }

    private Errand errand() {
        Step step = new Step(Act.CREATE, null, false, false, false);
        Story story = new Story(7, Provider.TELLISIM, Story.Opening.NOW, true, true, false, List.of(step));
        Wire wire = new Wire(null, null, null);
        return new Errand(story, step, new Errand.Request("POST", "/v1/subscriptions", story.order().toString(), null, null), List.of(node),
                Duration.ofSeconds(20), wire, new Tally<>());
    }
}
