package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route names as {@code bean} is called like any method. */
class StepsTest {

    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() {
        Steps.in(camel);
        camel.getRegistry().bind("desk", new Desk());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Exchange through(String method) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from("direct:" + method).errorHandler(noErrorHandler());
                route.addOutput(new BeanDefinition("desk", method));
                route.setProperty("behind", constant(true));
            }
        });
        return camel.createProducerTemplate().send("direct:" + method, exchange -> exchange.getMessage().setBody("asked"));
    }

    @Test
    void a_step_that_takes_the_message_is_called_without_reflection() throws Exception {
        Exchange exchange = through("stamp");

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("asked and stamped");
        assertThat(exchange.getProperty("callers", String.class)).doesNotContain("java.lang.reflect.Method", "org.apache.camel.component.bean.BeanProcessor");
        assertThat(exchange.getProperty("behind")).isEqualTo(true);
    }

    @Test
    void what_a_step_throws_is_the_fault_of_its_message_and_ends_it() throws Exception {
        Exchange exchange = through("fail");

        assertThat(exchange.getException()).isInstanceOf(IllegalStateException.class).hasMessage("no ink");
        assertThat(exchange.getProperty("behind")).isNull();
    }

    @Test
    void an_error_is_no_exception_to_that() throws Exception {
        assertThat(through("overflow").getException()).isInstanceOf(CamelExecutionException.class).hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void a_step_that_takes_something_else_is_called_in_camels_way() throws Exception {
        assertThat(through("length").getMessage().getBody()).isEqualTo(5);
    }

    @Test
    void a_step_that_there_is_not_is_refused_before_any_message_comes_by() {
        assertThatThrownBy(() -> through("shred")).hasStackTraceContaining("shred");
    }

    /** A desk that messages pass. */
    static class Desk {

        public void stamp(Exchange exchange) {
            exchange.getMessage().setBody(exchange.getMessage().getBody(String.class) + " and stamped");
            exchange.setProperty("callers", StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::getClassName).collect(Collectors.joining("\n"))));
        }

        public void fail(Exchange exchange) {
            throw new IllegalStateException("no ink");
        }

        public void overflow(Exchange exchange) {
            throw new StackOverflowError();
        }

        public int length(String body) {
            return body.length();
        }
    }
}
