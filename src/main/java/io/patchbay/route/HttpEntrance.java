package io.patchbay.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Lets requests into the routes on the thread that they came on. Camel's own entrance hands each to another thread and has the servlet container
 * take it through all filters once more for its answer, to spare threads that are few. Here each request has a virtual thread of its own.
 */
@Component("platform-http-engine")
class HttpEntrance extends SpringBootPlatformHttpEngine {

    private static final Logger log = LoggerFactory.getLogger(HttpEntrance.class);

    HttpEntrance(@Value("${server.port:8080}") int port) {
        super(port);
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new Entrance(endpoint, processor);
    }

    private static final class Entrance extends SpringBootPlatformHttpConsumer {

        private Entrance(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor, Runnable::run);
        }

        /** @return null: the answer has been written */
        @Override
        public CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
            try {
                handleService(request, response);
            } catch (Exception fault) {
                log.error("A request could not be taken into the routes ({}); it was answered 500", fault.getClass().getName());
                refuse(response);
            }
            return null;
        }

        private static void refuse(HttpServletResponse response) {
            try {
                if (!response.isCommitted()) {
                    response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                }
            } catch (IOException gone) {
                log.debug("The caller is gone: {}", gone.getClass().getSimpleName());
            }
        }
    }
}
