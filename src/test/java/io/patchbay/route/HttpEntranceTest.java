package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

/** The way of a request from the servlet container into the routes. */
class HttpEntranceTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private SpringBootPlatformHttpConsumer consumer;
    private final EntranceTable table = new EntranceTable();
    private final HttpEntrance entrance = new HttpEntrance(0, table) {
        @Override
        public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
            consumer = (SpringBootPlatformHttpConsumer) super.createConsumer(endpoint, processor);
            return consumer;
        }
    };

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
    void a_request_is_answered_on_the_thread_that_it_came_on() throws Exception {
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
    void a_request_that_cannot_be_taken_in_is_answered_500() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();

        serve(exchange -> { }, new Unreadable(), response);

        assertThat(response.getStatus()).isEqualTo(500);
    }

    @Test
    void a_request_whose_body_breaks_off_is_answered_400_if_anyone_still_listens() throws Exception {
        MockHttpServletRequest broken = new MockHttpServletRequest("POST", "/v1") {
            @Override
            public ServletInputStream getInputStream() {
                return new DelegatingServletInputStream(new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new EOFException("broken off");
                    }
                });
            }
        };
        broken.setContent(new byte[] {'{'});
        MockHttpServletResponse response = new MockHttpServletResponse();

        serve(exchange -> { }, broken, response);

        assertThat(response.getStatus()).isEqualTo(400);
    }

    @Test
    void the_route_gets_the_bytes_of_the_body_and_no_header_of_the_caller() throws Exception {
        AtomicReference<Object> body = new AtomicReference<>();
        AtomicReference<Map<String, Object>> headers = new AtomicReference<>();
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1");
        request.addHeader("X-Any", "thing");
        request.setParameter("limit", "1");
        request.setContent("{}".getBytes(StandardCharsets.UTF_8));

        serve(exchange -> {
            body.set(exchange.getMessage().getBody());
            headers.set(Map.copyOf(exchange.getMessage().getHeaders()));
        }, request, new MockHttpServletResponse());

        assertThat(body.get()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(headers.get()).isEmpty();
    }

    @Test
    void an_answer_has_its_status_its_headers_and_its_length_and_no_header_that_steers_camel() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();

        serve(exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 201);
            exchange.getMessage().setHeader("Content-Type", "application/json");
            exchange.getMessage().setHeader("Location", "/v1/x");
            exchange.getMessage().setHeader("CamelHttpPath", "/inside");
            exchange.getMessage().setBody("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }, new MockHttpServletRequest("POST", "/v1"), response);

        assertThat(response.getStatus()).isEqualTo(201);
        assertThat(response.getHeaderNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length", "Location");
        assertThat(response.getContentType()).isEqualTo("application/json");
        assertThat(response.getContentLength()).isEqualTo(7);
        assertThat(response.getContentAsString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void an_answer_that_its_caller_no_longer_takes_ends_its_order_all_the_same() {
        AtomicBoolean ended = new AtomicBoolean();
        MockHttpServletResponse gone = new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                return new DelegatingServletOutputStream(new OutputStream() {
                    @Override
                    public void write(int any) throws IOException {
                        throw new IOException("gone");
                    }
                });
            }
        };

        assertThatCode(() -> serve(exchange -> {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    ended.set(true);
                }
            });
            exchange.getMessage().setBody(new byte[] {'x'});
        }, new MockHttpServletRequest("POST", "/v1"), gone)).doesNotThrowAnyException();

        assertThat(ended).isTrue();
    }

    @Test
    void a_consumer_that_is_suspended_says_so() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        open("platform-http:/v1", exchange -> { });
        consumer.suspend();

        consumer.service(new MockHttpServletRequest("GET", "/v1"), response);

        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void a_path_with_and_without_variables_is_found_by_method_the_more_particular_first() throws Exception {
        open("platform-http:/v1/a/{id}?httpMethodRestrict=GET", exchange -> { });
        open("platform-http:/v1/a/known?httpMethodRestrict=GET,POST", exchange -> { });

        assertThat(found("GET", "/v1/a/known")).hasValue("/v1/a/known");
        assertThat(found("GET", "/v1/a/kno%77n")).hasValue("/v1/a/known");
        assertThat(found("GET", "/v1/a/x")).hasValue("/v1/a/{id}");
        assertThat(found("POST", "/v1/a/known")).hasValue("/v1/a/known");
        assertThat(found("POST", "/v1/a/x")).isEmpty();
        assertThat(found("HEAD", "/v1/a/known")).isEmpty();
        assertThat(found("GET", "/v1/a")).isEmpty();
        assertThat(found("GET", "/v1/a/known/")).isEmpty();
        assertThat(table.find("GET", "/v1/a/b%20c").orElseThrow().variables()).containsExactly(Map.entry("id", "b c"));
    }

    @Test
    void what_takes_any_method_or_is_particular_about_media_types_is_left_to_spring_mvc() throws Exception {
        open("platform-http:/v1/any", exchange -> { });
        open("platform-http:/v1/xml?httpMethodRestrict=POST&consumes=text/xml", exchange -> { });

        assertThat(found("POST", "/v1/any")).isEmpty();
        assertThat(found("POST", "/v1/xml")).isEmpty();
    }

    @Test
    void a_route_that_stopped_is_no_longer_found_until_it_starts_again() throws Exception {
        open("platform-http:/v1/a?httpMethodRestrict=GET", exchange -> { });
        assertThat(found("GET", "/v1/a")).isPresent();

        camel.getRouteController().stopAllRoutes();
        assertThat(found("GET", "/v1/a")).isEmpty();

        camel.getRouteController().startAllRoutes();
        assertThat(found("GET", "/v1/a")).isPresent();
    }

    @Test
    void what_a_route_takes_goes_past_spring_mvc_and_everything_else_on_to_it() throws Exception {
        open("platform-http:/v1/a/{id}?httpMethodRestrict=GET", exchange -> exchange.getMessage().setBody("taken".getBytes(StandardCharsets.UTF_8)));
        MockHttpServletRequest taken = new MockHttpServletRequest("GET", "/v1/a/7");
        MockHttpServletResponse answer = new MockHttpServletResponse();
        MockFilterChain untouched = new MockFilterChain();
        MockFilterChain further = new MockFilterChain();

        new EntranceFilter(table).doFilter(taken, answer, untouched);
        new EntranceFilter(table).doFilter(new MockHttpServletRequest("DELETE", "/v1/a/7"), new MockHttpServletResponse(), further);

        assertThat(answer.getContentAsString()).isEqualTo("taken");
        assertThat(taken.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)).isEqualTo("/v1/a/{id}");
        assertThat(taken.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)).isEqualTo(Map.of("id", "7"));
        assertThat(untouched.getRequest()).isNull();
        assertThat(further.getRequest()).isNotNull();
    }

    private Optional<String> found(String method, String path) {
        return table.find(method, path).map(way -> way.entrance().path());
    }

    private void open(String uri, Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(step);
            }
        });
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

    private void serve(Processor step, HttpServletRequest request, HttpServletResponse response) throws Exception {
        open("platform-http:/v1", step);

        assertThat(consumer.service(request, response)).as("nothing is left to be waited for").isNull();
    }

    private static final class Unreadable extends MockHttpServletRequest {

        @Override
        public int getContentLength() {
            throw new IllegalStateException("unreadable");
        }
    }
}
