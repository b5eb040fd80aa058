package io.patchbay.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which entrance a request belongs to, by method and path; found by the patterns and the order of precedence that Spring MVC would find it by. */
@Component
class EntranceTable {

    private final Map<Entrance, PathPattern> open = new LinkedHashMap<>();
    /** Null from a change until somebody asks: at a start many entrances open one after the other. */
    private volatile Map<String, Paths> byMethod;

    synchronized void open(Entrance entrance) {
        open.put(entrance, PathPatternParser.defaultInstance.parse(entrance.path()));
        byMethod = null;
    }

    synchronized void close(Entrance entrance) {
        open.remove(entrance);
        byMethod = null;
    }

    /** @param path as it came, with its escapes */
    Optional<Way> find(String method, String path) {
        Map<String, Paths> known = byMethod;
        Paths paths = (known == null ? arranged() : known).get(method);
        return paths == null ? Optional.empty() : paths.find(path);
    }

    private synchronized Map<String, Paths> arranged() {
        if (byMethod == null) {
            Map<String, List<Way>> ways = new HashMap<>();
            open.forEach((entrance, pattern) -> entrance.methods().forEach(method ->
                    ways.computeIfAbsent(method, each -> new ArrayList<>()).add(new Way(entrance, pattern, Map.of()))));
            Map<String, Paths> arranged = new HashMap<>();
            ways.forEach((method, all) -> arranged.put(method, Paths.of(all)));
            byMethod = Map.copyOf(arranged);
        }
        return byMethod;
    }

    /** @param variables of the path, unescaped */
    record Way(Entrance entrance, PathPattern pattern, Map<String, String> variables) {
    }

    /**
     * Those of one method.
     *
     * @param plain    the paths without a variable, which need no look at patterns; one that came with escapes is found among the others
     * @param patterns all of them, the most particular first
     */
    private record Paths(Map<String, Way> plain, List<Way> patterns) {

        static Paths of(List<Way> all) {
            Map<String, Way> plain = new HashMap<>();
            all.stream().filter(way -> !way.pattern().hasPatternSyntax()).forEach(way -> plain.put(way.pattern().getPatternString(), way));
            return new Paths(Map.copyOf(plain), all.stream().sorted(Comparator.comparing(Way::pattern)).toList());
        }

        Optional<Way> find(String path) {
            Way known = plain.get(path);
            return known == null ? matching(PathContainer.parsePath(path)) : Optional.of(known);
        }

        private Optional<Way> matching(PathContainer path) {
            for (Way way : patterns) {
                PathPattern.PathMatchInfo match = way.pattern().matchAndExtract(path);
                if (match != null) {
                    return Optional.of(new Way(way.entrance(), way.pattern(), match.getUriVariables()));
                }
            }
            return Optional.empty();
        }
    }
}
