package io.patchbay.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which call is answered by what. The first pattern that fits wins. */
final class Routes {

    private final List<Route> routes = new ArrayList<>();

    /** A request together with the values of the path's placeholders. */
    record Call(Request request, Map<String, String> path) {

        String at(String placeholder) {
            return path.get(placeholder);
        }
    }

    interface Action {

        Answer answer(Call call);
    }

    private record Route(PathPattern pattern, Action action) {

        Optional<Answer> answer(Request request) {
            return pattern.match(request).map(path -> action.answer(new Call(request, path)));
        }
    }

    Routes on(String pattern, Action action) {
        routes.add(new Route(PathPattern.parse(pattern).orElseThrow(), action));
        return this;
    }

    Optional<Answer> answer(Request request) {
        return routes.stream().map(route -> route.answer(request)).flatMap(Optional::stream).findFirst();
    }

    /** Whether any method is served on the request's path. */
    boolean knowsPath(Request request) {
        List<String> segments = request.segments();
        return routes.stream().anyMatch(route -> route.pattern.compatible(segments));
    }

    boolean serves(Request request) {
        return routes.stream().anyMatch(route -> route.pattern.match(request).isPresent());
    }

    boolean overlaps(PathPattern pattern) {
        return routes.stream().anyMatch(route -> route.pattern.overlaps(pattern));
    }
}
