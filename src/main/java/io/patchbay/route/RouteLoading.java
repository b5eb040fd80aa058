package io.patchbay.route;

import io.patchbay.mapping.Problem;
import io.patchbay.routing.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.EventHelper;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings the routes into Camel before it starts: the core routes and templates, then each provider's, then one route for each
 * account of the configuration. A provider whose routes cannot be loaded stays out of service with its accounts and stops no other.
 */
@Component
class RouteLoading implements CamelContextConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RouteLoading.class);

    private final Directories directories;
    private final Units units;
    private final UnitRoutes routes;
    private final Carriers carriers;
    private final Switchboard switchboard;

    RouteLoading(Directories directories, Units units, UnitRoutes routes, Carriers carriers, Switchboard switchboard) {
        this.directories = directories;
        this.units = units;
        this.routes = routes;
        this.carriers = carriers;
        this.switchboard = switchboard;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        Steps.in(context);
        load(context, files(directories.routesDir().resolve("core")));
        units.all().values().forEach(standing -> standing.served().ifPresent(served -> provider(context, served)));
        switchboard.begin(context);
    }

    /**
     * What Camel's starter has waited for this moment with is a listener to everything, and has no more to listen for. It would have events made
     * at each hop of each message, to be offered to it and left.
     */
    @Override
    public void afterApplicationStart(CamelContext context) {
        context.getManagementStrategy().getEventNotifiers().forEach(listener -> listener.setIgnoreExchangeEvents(true));
        context.getCamelContextExtension().setEventNotificationApplicable(EventHelper.eventsApplicable(context));
    }

    private void provider(CamelContext context, Served served) {
        try {
            routes.add(context, served.unit(), served.routes());
            carriers.inService(served.unit());
        } catch (RuntimeException broken) {
            units.failed(served.provider(), List.of(new Problem("routes/providers/" + served.provider() + ".camel.yaml", "", broken.getMessage())));
            log.error("The routes of provider {} cannot be loaded; it stays out of service: {}", served.provider(), broken.getMessage());
        }
    }

    /** Files that belong together are loaded together: what happens on a fault has to be known before any route is made. */
    private static void load(CamelContext context, List<Path> files) {
        try {
            List<Resource> resources = files.stream()
                    .map(file -> PluginHelper.getResourceLoader(context).resolveResource("file:" + file.toAbsolutePath())).toList();
            PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        } catch (Exception broken) {
            throw new IllegalStateException("Routes cannot be loaded from " + files + ": " + broken.getMessage(), broken);
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The route directory " + directory + " cannot be read; set PATCHBAY_ROUTES_DIR", unreadable);
        }
    }
}
