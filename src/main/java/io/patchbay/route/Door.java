package io.patchbay.route;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.access.Caller;
import io.patchbay.access.RequestTime;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.Claim;
import io.patchbay.subscription.TimeOrderedId;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** The first step of every request: who calls, what they call, and whether it can be read without guessing. Everything else is left outside. */
@Component("door")
class Door {

    /** The one preference that is followed (RFC 7240, 4.1). */
    static final String PREFERS_ASYNC = "respond-async";

    /** Name of the exchange property that takes the time a caller waits; not there where nobody does. */
    static final String TIME = "time";

    /** Some editors put it before the text; it means nothing. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Within quotes a preference only looks like one. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"?");

    private final ObjectReader strictJson;
    private final Clock clock;

    Door(ObjectMapper mapper, Clock clock) {
        this.strictJson = mapper.copy()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readerFor(JsonNode.class);
        this.clock = clock;
    }

    public void enter(Exchange exchange) {
        HttpServletRequest request = exchange.getMessage(PlatformHttpMessage.class).getRequest();
        time(exchange, request);
        byte[] body = exchange.getMessage().getBody(byte[].class);
        boolean hasBody = body != null && body.length > 0;
        JsonNode json = hasBody ? read(exchange, body) : JsonNodeFactory.instance.objectNode();
        if (json instanceof ObjectNode object) {
            exchange.setProperty(Order.PROPERTY, order(request, inbound(exchange.getFromRouteId(), request, object, body, hasBody)));
            repeated(request).ifPresent(problem -> Answers.refuse(exchange, problem));
        } else if (json != null) {
            Answers.refuse(exchange, Problem.of(ProblemCode.MALFORMED_JSON, "The body must be a JSON object."));
        }
    }

    private static void time(Exchange exchange, HttpServletRequest request) {
        RequestTime.of(request).ifPresent(time -> {
            time.is(exchange.getFromRouteId());
            exchange.setProperty(TIME, time);
        });
    }

    private Order order(HttpServletRequest request, Inbound inbound) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Order(inbound, Caller.of(request).orElseThrow().configuration(), TimeOrderedId.operation(now.toEpochMilli()), now);
    }

    private Inbound inbound(String operation, HttpServletRequest request, ObjectNode json, byte[] body, boolean hasBody) {
        Caller caller = Caller.of(request).orElseThrow();
        return new Inbound(operation, caller.tenant(), path(request), query(request), json, hasBody,
                claim(caller.tenant(), request, hasBody ? body : new byte[0]), prefersAsync(request), request.getHeader("If-Match"), caller.keyId());
    }

    /** The parser's own words may quote the body, so only the place is told. */
    private JsonNode read(Exchange exchange, byte[] body) {
        try {
            return strictJson.readTree(text(body));
        } catch (CharacterCodingException broken) {
            Answers.refuse(exchange, Problem.of(ProblemCode.MALFORMED_JSON, "The body is not UTF-8."));
        } catch (JsonProcessingException broken) {
            Answers.refuse(exchange, Problem.of(ProblemCode.MALFORMED_JSON,
                    "The body is not readable JSON: something is wrong" + place(broken.getLocation()) + "."));
        }
        return null;
    }

    /** Left to itself the parser would also guess at UTF-16 and UTF-32. */
    private static String text(byte[] body) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Unknown where a limit of depth or length ended the reading. */
    private static String place(JsonLocation location) {
        return location == null ? ", or too deeply nested, or too long a number or name"
                : " near line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> path(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables == null ? Map.of() : (Map<String, String>) variables;
    }

    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> query.put(name, values[0]));
        return query;
    }

    /** To take one of them would be to guess which was meant. */
    private static Optional<Problem> repeated(HttpServletRequest request) {
        List<FieldError> errors = request.getParameterMap().entrySet().stream().filter(parameter -> parameter.getValue().length > 1)
                .map(Map.Entry::getKey).map(name -> new FieldError(null, name, "repeated", name + " is given more than once; give it once."))
                .toList();
        return errors.isEmpty() ? Optional.empty() : Optional.of(Problem.of(ProblemCode.INVALID, errors.getFirst().message()).errors(errors));
    }

    private static Claim claim(String tenant, HttpServletRequest request, byte[] body) {
        String key = request.getHeader("Idempotency-Key");
        return key == null || tenant == null ? null : new Claim(tenant, key, fingerprint(request, body));
    }

    private static String fingerprint(HttpServletRequest request, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((request.getMethod() + " " + request.getRequestURI() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static boolean prefersAsync(HttpServletRequest request) {
        String all = QUOTED.matcher(String.join(",", Collections.list(request.getHeaders("Prefer")))).replaceAll("");
        return Stream.of(all.split(",")).map(preference -> preference.split(";", 2)[0].strip()).anyMatch(PREFERS_ASYNC::equalsIgnoreCase);
    }
}
