package peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The provider's API: the plan is read before it is ordered, for it decides what may be ordered. */
@Component
class Provider {

    static final String PLAN = "0a3ee1d6-fe5e-4561-91a0-d4649aaf0754";

    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final RestClient http;
    private final CircuitBreaker breaker;
    private volatile Remembered plan;

    private record Remembered(JsonNode plan, long until) {
    }

    Provider(RestClient http, CircuitBreaker breaker) {
        this.http = http;
        this.breaker = breaker;
    }

    boolean isBarred() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /** Plans change seldom, so one is asked for once in a while only. */
    JsonNode plan() {
        Remembered known = plan;
        if (known == null || known.until() - System.nanoTime() < 0) {
            known = new Remembered(read(), System.nanoTime() + MEMORY.toNanos());
            plan = known;
        }
        return known.plan();
    }

    private JsonNode read() {
        return breaker.executeSupplier(() -> http.get().uri("/v3/plans/{id}?key={key}", PLAN, "secret").retrieve().body(JsonNode.class));
    }

    JsonNode create(String subscription, String iccid) {
        Map<String, String> body = Map.of("plan_id", PLAN, "metadata", "peer:" + subscription, "iccid", iccid);
        return breaker.executeSupplier(() -> http.post().uri("/v3/subscription?key={key}", "secret").contentType(MediaType.APPLICATION_JSON)
                .body(body).retrieve().body(JsonNode.class));
    }
}
