package io.patchbay.route;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where the routes take in requests: each {@code platform-http} consumer is an {@link Entrance}. */
@Component("platform-http-engine")
class HttpEntrance extends SpringBootPlatformHttpEngine {

    private final EntranceTable table;

    HttpEntrance(@Value("${server.port:8080}") int port, EntranceTable table) {
        super(port);
        this.table = table;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new Entrance(endpoint, processor, table);
    }
}
