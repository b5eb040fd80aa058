package io.patchbay.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** A tenant of the demo with its provider and the calls that matter there. */
enum Party {

    CONNECT("connect", Gateway.ACME, "POST /subscriptions", "POST /subscriptions/{id}/cancel"),
    TELEGENT("telegent", Gateway.GLOBEX, "POST /v1.0/subscriptions", "POST /v1.0/subscriptions/delete"),
    TELLISIM("tellisim", Gateway.INITECH, "POST /v3/subscription", "DELETE /v3/subscriptions/{iccid}");

    final String provider;
    final String key;
    final String createCall;
    final String cancelCall;

    Party(String provider, String key, String createCall, String cancelCall) {
        this.provider = provider;
        this.key = key;
        this.createCall = createCall;
        this.cancelCall = cancelCall;
    }

    /** An order nobody has sent before. */
    static String order() {
        String reference = UUID.randomUUID().toString();
        return """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1001", "referenceId": "%s",
                 "subscriber": {"name": "Ada Example", "email": "%s@example.com"},
                 "activation": {"sim": {"esim": true}}}""".formatted(reference, reference);
    }

    Answer create(Gateway gateway, String... headers) {
        return gateway.post(key, "/v1/subscriptions", order(), headers);
    }

    /** A subscription the provider holds. */
    String created(Gateway gateway) {
        Answer answer = create(gateway);
        if (answer.status() != 201) {
            throw new AssertionError("no subscription to begin with: " + answer);
        }
        return answer.text("/subscriptionId");
    }

    void faulty(Gateway gateway, String match, String effect) {
        gateway.faults(provider, "[{\"match\": \"%s\", \"effect\": \"%s\"}]".formatted(match, effect));
    }

    /** How often a call arrived at the provider. */
    long arrived(Gateway gateway, String call) {
        String path = call.substring(call.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "[^/]+");
        return StreamSupport.stream(gateway.arrived(provider).spliterator(), false)
                .filter(request -> call.startsWith(request.path("method").asText() + " ") && request.path("path").asText().matches(path))
                .count();
    }

    /** What the gateway has on record, without asking the provider. */
    JsonNode record(Gateway gateway, String subscriptionId) {
        return gateway.get(key, "/v1/subscriptions/" + subscriptionId).json();
    }

    JsonNode operation(Gateway gateway, String operationId) {
        return gateway.get(key, "/v1/operations/" + operationId).json();
    }
}
