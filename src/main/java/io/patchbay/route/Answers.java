package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.operation.Replay;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes answers. What came in is dropped first, so that no header of the request finds its way out. */
final class Answers {

    private Answers() {
    }

    static Replay.Answered json(int status, JsonNode body, Order order) {
        return json(status, body, order.configuration.revision());
    }

    /** About the configuration itself: names the revision that it shows, which may be newer than the one that let the request in. */
    static Replay.Answered json(int status, JsonNode body, long revision) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Patchbay-Revision", Long.toString(revision));
        return new Replay.Answered(status, headers, bytes(body));
    }

    /** Nothing is left to be shown. */
    static Replay.Answered gone(long revision) {
        return new Replay.Answered(204, Map.of("Patchbay-Revision", Long.toString(revision)), new byte[0]);
    }

    /** @param content what its version is told by */
    static Replay.Answered tagged(Replay.Answered answer, JsonNode content) {
        answer.headers().put("ETag", EntityTag.of(content).quoted());
        return answer;
    }

    static Replay.Answered located(Replay.Answered answer, String location) {
        answer.headers().put("Location", location);
        return answer;
    }

    static Replay.Answered problem(Problem problem, Order order) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", Problem.MEDIA_TYPE);
        if (order != null) {
            headers.put("Patchbay-Revision", Long.toString(order.configuration.revision()));
        }
        if (problem.retryAfter() != null) {
            headers.put("Retry-After", Long.toString(problem.retryAfterSeconds()));
        }
        return new Replay.Answered(problem.code().status(), headers, bytes(problem.json()));
    }

    /** Gives the answer and ends the message: no later step of the route sees it. */
    static void refuse(Exchange exchange, Problem problem) {
        give(exchange, problem(problem, Order.of(exchange)));
        exchange.setRouteStop(true);
    }

    static void give(Exchange exchange, Replay.Answered answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        answer.headers().forEach(message::setHeader);
        message.setBody(answer.body());
        Optional.ofNullable(Order.of(exchange)).ifPresent(order -> order.listener.accept(answer));
    }

    /** A page of at most {@code limit} items; an extra one only tells that there is another page. */
    static <T> ObjectNode page(List<T> found, int limit, Function<T, ObjectNode> view, Function<T, String> id) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.putArray("items").addAll(found.stream().limit(limit).map(view).toList());
        if (found.size() > limit) {
            page.put("nextCursor", Cursor.after(id.apply(found.get(limit - 1))));
        }
        return page;
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
