package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What reached the providers: whether each request was made of one edition of its provider's data. Read now and then, for the simulators' memory of
 * requests is short.
 */
final class Arrivals {

    private final Simulators simulators;
    private final Map<Provider, Instant> since = new EnumMap<>(Provider.class);
    /** Looks overlap a little, and nothing is counted twice. */
    private final Set<String> seen = new HashSet<>();
    private final Set<String> editions = new HashSet<>();
    private final List<String> mixed = new ArrayList<>();

    /**
     * How they were made.
     *
     * @param marked   requests that told their edition
     * @param editions different ones
     * @param mixed    requests made of more than one
     */
    record Outcome(int marked, int editions, List<String> mixed) {
    }

    Arrivals(Simulators simulators, Instant since) {
        this.simulators = simulators;
        for (Provider provider : Provider.values()) {
            this.since.put(provider, since);
        }
    }

    synchronized void look() {
        for (Provider provider : Provider.values()) {
            for (JsonNode request : simulators.requests(provider, since.get(provider))) {
                since.put(provider, Instant.parse(request.path("at").asText()));
                note(provider, request);
            }
        }
    }

    private void note(Provider provider, JsonNode request) {
        Map<String, String> marks = marks(request.path("query").asText(""));
        if (!marks.isEmpty() && seen.add(provider + " " + request.path("at").asText() + " " + request.path("method").asText() + " " + request.path("path").asText())) {
            editions.add(provider + " " + marks.get(Editions.MAPPING));
            mixture(request).ifPresent(found -> mixed.add(provider.word() + " was sent a request of two editions of its unit: " + found));
        }
    }

    /** @return what shows that a request was made of more than one edition */
    static Optional<String> mixture(JsonNode request) {
        Map<String, String> marks = marks(request.path("query").asText(""));
        boolean whole = marks.isEmpty() || marks.containsKey(Editions.SHEET) && marks.containsKey(Editions.MAPPING) && Set.copyOf(marks.values()).size() == 1;
        return whole ? Optional.empty()
                : Optional.of(request.path("at").asText() + " " + request.path("method").asText() + " " + request.path("path").asText() + " " + marks);
    }

    /** The rest of a query is nobody's business: it may hold a key. */
    private static Map<String, String> marks(String query) {
        Map<String, String> marks = new HashMap<>();
        Stream.of(query.split("&")).map(pair -> pair.split("=", 2)).filter(pair -> pair[0].startsWith("editionOf"))
                .forEach(pair -> marks.put(pair[0], pair.length > 1 ? pair[1] : ""));
        return marks;
    }

    synchronized Outcome outcome() {
        return new Outcome(seen.size(), editions.size(), List.copyOf(mixed));
    }
}
