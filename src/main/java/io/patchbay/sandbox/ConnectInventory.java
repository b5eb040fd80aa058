package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Connect's numbers and SIMs: assigns them in order, and leases numbers for an hour. */
final class ConnectInventory {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final int MOST_NUMBERS = 10;

    private final Map<String, Lease> leases = new HashMap<>();
    private final Clock clock;
    private long lastNumber;
    private long lastIccid;

    private record Lease(List<String> numbers, Instant expiry) {
    }

    ConnectInventory(Clock clock) {
        this.clock = clock;
    }

    String nextNumber() {
        return "+1555%07d".formatted(++lastNumber);
    }

    String nextIccid() {
        return "89462005082%08d".formatted(++lastIccid);
    }

    Answer lease(Request request) {
        JsonNode body = request.object().orElseGet(Json::object);
        ConnectChecks checks = new ConnectChecks();
        if (!body.path("types").isArray() || body.path("types").isEmpty()) {
            checks.missing("types");
        }
        int count = body.path("count").asInt(0);
        if (count < 1 || count > MOST_NUMBERS) {
            checks.malformed("count");
        }
        return checks.refusal().orElseGet(() -> leased(body.path("types").path(0).asText(), count));
    }

    private Answer leased(String type, int count) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<String> numbers = Stream.generate(this::nextNumber).limit(count).toList();
        String token = "lease_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        leases.put(token, new Lease(numbers, now.plus(LEASE)));
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("numbers");
        numbers.forEach(number -> list.addObject().put("msisdn", number).put("type", type).put("grade", 1)
                .put("availableAt", now.toString()).put("leasedAt", now.toString()).put("expiresAt", now.plus(LEASE).toString()));
        return Answer.json(200, answer.put("leaseToken", token).put("expiresAt", now.plus(LEASE).toString()));
    }

    /** Whether the token, where one is given, is for this number and still runs. */
    boolean mayUse(String token, String msisdn) {
        Lease lease = leases.get(token);
        return token == null || lease != null && lease.numbers.contains(msisdn) && clock.instant().isBefore(lease.expiry);
    }

    void clear() {
        leases.clear();
        lastNumber = 0;
        lastIccid = 0;
    }
}
