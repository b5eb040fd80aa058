package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which text messages a provider carried out, and how often; read now and then, for the simulators' memory of requests is short. */
final class Deliveries {

    private static final Set<String> CARRIED_OUT = Set.of("drop-after", "garbage", "status:500-after", "status:503-after", Effect.DELAY.word);
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private final Map<String, String> messages = new ConcurrentHashMap<>();
    private final Simulators simulators;
    private Instant since = Instant.now();

    Deliveries(Simulators simulators) {
        this.simulators = simulators;
    }

    synchronized void look() {
        Instant next = Instant.now().minus(OVERLAP);
        for (JsonNode request : simulators.requests(Provider.TELLISIM, since)) {
            if (request.path("path").asText().endsWith("/send-sms") && isCarriedOut(request)) {
                messages.put(request.path("at").asText(), Http.json(request.path("body").asText()).path("message").asText());
            }
        }
        since = next;
    }

    private static boolean isCarriedOut(JsonNode request) {
        return request.hasNonNull("fault") ? CARRIED_OUT.contains(request.path("fault").asText()) : request.path("status").asInt() == 200;
    }

    Map<String, Long> counted() {
        return messages.values().stream().collect(Collectors.groupingBy(message -> message, Collectors.counting()));
    }
}
