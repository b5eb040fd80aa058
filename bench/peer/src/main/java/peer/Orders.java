package peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Authenticates, validates, keeps idempotency, writes the intent, calls, maps, writes the outcome, answers. */
@RestController
class Orders {

    private static final String TENANT = "initech";

    private final Ledger ledger;
    private final Provider provider;
    private final ObjectMapper json;
    private final byte[] key;

    Orders(Ledger ledger, Provider provider, ObjectMapper json, @Value("${peer.key-hash}") String key) {
        this.ledger = ledger;
        this.provider = provider;
        this.json = json;
        this.key = HexFormat.of().parseHex(key);
    }

    @PostMapping("/v1/subscriptions")
    ResponseEntity<String> create(@RequestHeader("X-Api-Key") String presented, @RequestHeader(name = "Idempotency-Key", required = false) String given,
            @Valid @RequestBody Order order) throws JsonProcessingException {
        if (isStranger(presented)) {
            return answer(401, "{\"code\":\"unauthenticated\"}");
        }
        String request = json.writeValueAsString(order);
        String fingerprint = HexFormat.of().formatHex(sha256(request));
        String idempotency = given == null ? UUID.randomUUID().toString() : given;
        if (given != null) {
            var before = ledger.answered(TENANT, given);
            if (before.isPresent()) {
                return replay(before.get(), fingerprint);
            }
        }
        if (provider.isBarred()) {
            return answer(503, "{\"code\":\"provider-unavailable\"}");
        }
        return carried(order, request, fingerprint, idempotency);
    }

    private static ResponseEntity<String> replay(Ledger.Answered before, String fingerprint) {
        if (!before.fingerprint().equals(fingerprint)) {
            return answer(409, "{\"code\":\"idempotency-key-reused\"}");
        }
        return before.status() == null ? answer(409, "{\"code\":\"in-flight\"}") : answer(before.status(), before.body());
    }

    private ResponseEntity<String> carried(Order order, String request, String fingerprint, String idempotency) {
        String subscription = "sub_" + UUID.randomUUID();
        String operation = "op_" + UUID.randomUUID();
        ledger.intend(TENANT, idempotency, fingerprint, operation, subscription, order, request);
        boolean recurring = provider.plan().path("data").path("recurring").asBoolean();
        JsonNode made = provider.create(subscription, order.activation().sim().iccid());
        String body = view(order, subscription, made, recurring).toString();
        ledger.conclude(TENANT, idempotency, operation, subscription, made, made.path("subscription_id").asText(), 201, body);
        return answer(201, body);
    }

    private ObjectNode view(Order order, String subscription, JsonNode made, boolean recurring) {
        ObjectNode view = json.createObjectNode().put("subscriptionId", subscription).put("status", "ACTIVATED").put("customerId", order.customerId())
                .put("referenceId", order.referenceId()).put("recurring", recurring);
        view.putObject("sim").put("iccid", made.path("esimdata").path("iccid").asText(order.activation().sim().iccid())).put("activationCode", made.path("esimdata").path("lpa_string").asText());
        view.putObject("provider").put("subscriptionId", made.path("subscription_id").asText());
        return view;
    }

    @GetMapping("/v1/subscriptions/{id}")
    ResponseEntity<String> get(@RequestHeader("X-Api-Key") String presented, @PathVariable String id) {
        return isStranger(presented) ? answer(401, "{\"code\":\"unauthenticated\"}")
                : ledger.subscription(TENANT, id).map(found -> answer(200, found)).orElseGet(() -> answer(404, "{\"code\":\"not-found\"}"));
    }

    private boolean isStranger(String presented) {
        return !MessageDigest.isEqual(sha256(presented), key);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ResponseEntity<String> answer(int status, String body) {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
