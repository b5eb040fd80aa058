package io.patchbay.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests into one route on the thread that they came on. Camel's own entrance hands each to another thread and has the servlet container
 * take it through all filters once more for its answer, to spare threads that are few. Here each request has a virtual thread of its own.
 *
 * <p>Nor is a request copied into headers of a message: the first step reads what it needs from the request itself, and nothing that a caller sent
 * can steer a component further on. The message has the bytes of the body and nothing else.
 */
final class Entrance extends SpringBootPlatformHttpConsumer {

    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final EntranceTable table;

    Entrance(PlatformHttpEndpoint endpoint, Processor processor, EntranceTable table) {
        super(endpoint, processor, Runnable::run);
        this.table = table;
    }

    /** The methods it was made for; none where it takes any, or is particular about media types, which Spring MVC then judges. */
    Stream<String> methods() {
        boolean particular = getEndpoint().getConsumes() != null || getEndpoint().getProduces() != null || getEndpoint().isMatchOnUriPrefix();
        return Optional.ofNullable(getEndpoint().getHttpMethodRestrict()).filter(methods -> !particular)
                .stream().flatMap(methods -> Stream.of(methods.split(",")));
    }

    String path() {
        return getEndpoint().getPath();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        table.open(this);
    }

    @Override
    protected void doStop() throws Exception {
        table.close(this);
        super.doStop();
    }

    /** @return null: the answer has been written */
    @Override
    public CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
        try {
            handleService(request, response);
        } catch (IOException broken) {
            log.debug("A body broke off: {}", broken.getClass().getSimpleName());
            refuse(response, HttpServletResponse.SC_BAD_REQUEST);
        } catch (Exception fault) {
            log.error("A request could not be taken into the routes ({}); it was answered 500", fault.getClass().getName());
            refuse(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
        return null;
    }

    @Override
    protected void handleService(HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (isSuspended()) {
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } else {
            carry(arrival(request, response, body(request)), response);
        }
    }

    private void carry(Exchange exchange, HttpServletResponse response) throws Exception {
        createUoW(exchange);
        try {
            getProcessor().process(exchange);
        } catch (Exception fault) {
            exchange.setException(fault);
        }
        afterProcess(response, exchange);
    }

    /** Null for a request without one. The door has seen to it that a length is known and bearable. */
    private static byte[] body(HttpServletRequest request) throws IOException {
        int length = request.getContentLength();
        return length > 0 ? request.getInputStream().readNBytes(length) : null;
    }

    private Exchange arrival(HttpServletRequest request, HttpServletResponse response, byte[] body) {
        Exchange exchange = createExchange(true);
        exchange.setPattern(ExchangePattern.InOut);
        PlatformHttpMessage message = new PlatformHttpMessage(request, response, exchange, null, true);
        message.setBody(body);
        exchange.setIn(message);
        return exchange;
    }

    /** What the routes answer is bytes; anything else is left to Camel. */
    @Override
    protected void afterProcess(HttpServletResponse response, Exchange exchange) throws Exception {
        if (exchange.isFailed() || !(exchange.getMessage().getBody() instanceof byte[] body)) {
            super.afterProcess(response, exchange);
            return;
        }
        try {
            answer(exchange, body, response);
        } catch (IOException gone) {
            log.debug("The caller is gone: {}", gone.getClass().getSimpleName());
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    /** Closed at its end, so that it leaves, as one packet, before anything that is still to be done for the order. */
    private void answer(Exchange exchange, byte[] body, HttpServletResponse response) throws IOException {
        Message message = exchange.getMessage();
        response.setStatus(message.getHeader(Exchange.HTTP_RESPONSE_CODE, HttpServletResponse.SC_OK, Integer.class));
        message.getHeaders().forEach((name, value) -> {
            if (!getEndpoint().getHeaderFilterStrategy().applyFilterToCamelHeaders(name, value, exchange)) {
                response.addHeader(name, value.toString());
            }
        });
        response.setContentType(message.getHeader(Exchange.CONTENT_TYPE, String.class));
        response.setContentLength(body.length);
        try (var out = response.getOutputStream()) {
            out.write(body);
        }
    }

    private static void refuse(HttpServletResponse response, int status) {
        try {
            if (!response.isCommitted()) {
                response.sendError(status);
            }
        } catch (IOException gone) {
            log.debug("The caller is gone: {}", gone.getClass().getSimpleName());
        }
    }
}
