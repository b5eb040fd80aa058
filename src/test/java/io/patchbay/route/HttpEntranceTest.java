package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The way of a request from the servlet container into the routes. */
class HttpEntranceTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpEntrance entrance = new HttpEntrance(0);

    @BeforeEach
    void open() {
        PlatformHttpComponent component = new PlatformHttpComponent(camel);
        component.setEngine(entrance);
        camel.addComponent("platform-http", component);
        camel.start();
    }

    @AfterEach
    void close() {
        camel.stop();
    }

    @Test
    void a_request_is_answered_on_the_thread_that_it_came_on() {
        AtomicReference<Thread> seen = new AtomicReference<>();
        MockHttpServletResponse response = new MockHttpServletResponse();

        serve(exchange -> {
            seen.set(Thread.currentThread());
            exchange.getMessage().setBody("done");
        }, new MockHttpServletRequest("GET", "/v1"), response);

        assertThat(seen).hasValue(Thread.currentThread());
        assertThat(response.getContentAsByteArray()).asString().isEqualTo("done");
    }

    @Test
    void a_request_that_cannot_be_taken_in_is_answered_500() {
        MockHttpServletResponse response = new MockHttpServletResponse();

        serve(exchange -> { }, new Unreadable(), response);

        assertThat(response.getStatus()).isEqualTo(500);
    }

    @Test
    void nobody_is_told_where_the_caller_is_gone() {
        HttpServletResponse gone = new MockHttpServletResponse() {
            @Override
            public void sendError(int status) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatCode(() -> serve(exchange -> { }, new Unreadable(), gone)).doesNotThrowAnyException();
    }

    private void serve(Processor route, HttpServletRequest request, HttpServletResponse response) {
        PlatformHttpEndpoint endpoint = camel.getEndpoint("platform-http:/v1", PlatformHttpEndpoint.class);
        SpringBootPlatformHttpConsumer consumer = (SpringBootPlatformHttpConsumer) entrance.createConsumer(endpoint, route);
        consumer.start();

        assertThat(consumer.service(request, response)).as("nothing is left to be waited for").isNull();

        consumer.stop();
    }

    private static final class Unreadable extends MockHttpServletRequest {

        @Override
        public Enumeration<String> getHeaderNames() {
            throw new IllegalStateException("unreadable");
        }
    }
}
