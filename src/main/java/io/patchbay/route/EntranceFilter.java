package io.patchbay.route;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Takes a request that a route is there for straight to it, past Spring MVC, whose machinery for finding and calling a method costs many times
 * what is needed here. What no route takes goes on to Spring MVC, which knows the right refusal: 404, or 405 with the methods there are; also HEAD
 * and OPTIONS.
 */
final class EntranceFilter extends HttpFilter {

    private final EntranceTable table;

    EntranceFilter(EntranceTable table) {
        this.table = table;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        Optional<EntranceTable.Way> way = table.find(request.getMethod(), request.getRequestURI());
        if (way.isPresent()) {
            go(way.get(), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Both attributes are Spring MVC's, which sets them for those that come by it. */
    private static void go(EntranceTable.Way way, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, way.pattern().getPatternString());
        request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, way.variables());
        way.entrance().service(request, response);
    }
}
