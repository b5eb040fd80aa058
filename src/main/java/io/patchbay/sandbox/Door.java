package io.patchbay.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;

/** Where HTTP meets a simulator, below a path prefix that the provider does not know of. */
record Door(Simulator simulator, String prefix) implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<Answer> answer = simulator.answer(Request.read(exchange, prefix));
        if (answer.isPresent()) {
            answer.get().write(exchange);
        } else {
            // Closing before any header is sent cuts the connection: the caller sees end of stream, not an error status.
            exchange.close();
        }
    }
}
