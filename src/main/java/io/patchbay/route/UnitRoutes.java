package io.patchbay.route;

import io.patchbay.mapping.OperationRoute;
import io.patchbay.mapping.ProviderUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/** Makes the routes of one version of a provider's unit from its templates, and takes them away again. */
@Component
class UnitRoutes {

    private final Map<String, List<OperationRoute>> made = new ConcurrentHashMap<>();

    /** Nothing happens where this version has its routes already. A fault leaves none of them behind. */
    void add(CamelContext context, ProviderUnit unit, List<OperationRoute> routes) {
        if (made.putIfAbsent(unit.line(), routes) != null) {
            return;
        }
        try {
            for (OperationRoute route : routes) {
                context.addRouteFromTemplate(id(unit.line(), route), route.template(), Map.of("provider", unit.line(), "operation", route.operation()));
            }
        } catch (Exception broken) {
            remove(context, unit.line());
            throw new IllegalStateException("the routes of provider " + unit.sheet().name() + " cannot be made: " + broken.getMessage(), broken);
        }
    }

    /** The versions that have routes. */
    Set<String> lines() {
        return Set.copyOf(made.keySet());
    }

    /** Only what no order is left on. */
    void remove(CamelContext context, String line) {
        for (OperationRoute route : made.getOrDefault(line, List.of())) {
            try {
                if (context.getRoute(id(line, route)) != null) {
                    context.getRouteController().stopRoute(id(line, route));
                    context.removeRoute(id(line, route));
                }
            } catch (Exception stuck) {
                throw new IllegalStateException("the route " + id(line, route) + " cannot be taken away: " + stuck.getMessage(), stuck);
            }
        }
        made.remove(line);
    }

    private static String id(String line, OperationRoute route) {
        return line + "." + route.operation();
    }
}
