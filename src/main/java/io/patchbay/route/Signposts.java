package io.patchbay.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.spi.NormalizedEndpointUri;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What routes ask an order, and where they send it, under the names that they say {@code ref} to. Camel's own language would look for the
 * method by its name each time it is asked, and that cost a tenth of a whole create.
 */
@Configuration(proxyBeanMethods = false)
class Signposts {

    /** More addresses than are ever in use at a time: each version of a unit has its own, and nobody says when one is gone. */
    private static final int MANY = 1_000;

    @Bean("order.carried")
    Predicate carried() {
        return asked(Order::isCarried);
    }

    @Bean("order.uncarried")
    Predicate uncarried() {
        return asked(order -> !order.isCarried());
    }

    @Bean("order.asynchronous")
    Predicate asynchronous() {
        return asked(Order::isAsynchronous);
    }

    @Bean("order.undecided")
    Predicate undecided() {
        return asked(Order::isUndecided);
    }

    @Bean("order.calling")
    Predicate calling() {
        return asked(Order::isCalling);
    }

    @Bean("order.sending")
    Predicate sending() {
        return asked(Order::isSending);
    }

    @Bean("order.asking")
    Predicate asking() {
        return asked(Order::isAsking);
    }

    @Bean("page.asking")
    Predicate pageAsking() {
        return exchange -> Lists.page(exchange) instanceof Lists.Page page && page.isAsking();
    }

    @Bean("order.pause")
    Expression pause() {
        return told(Order::getPause);
    }

    /** The route of the provider's unit for this operation. */
    @Bean("order.unitRoute")
    Expression unitRoute() {
        return addressed(order -> order.getUnitLine() + "." + order.getOperation());
    }

    /** The route of the account that carries it. */
    @Bean("order.accountRoute")
    Expression accountRoute() {
        return addressed(order -> "account." + order.getLine());
    }

    /** An address is spelt out once: Camel would take it apart, escape it and put it together again each time. */
    private static Expression addressed(Function<Order, String> route) {
        Map<String, NormalizedEndpointUri> known = new ConcurrentHashMap<>();
        return new Expression() {
            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                String name = route.apply(Order.of(exchange));
                NormalizedEndpointUri address = known.get(name);
                return type.cast(address == null ? spelt(exchange, name, known) : address);
            }
        };
    }

    private static NormalizedEndpointUri spelt(Exchange exchange, String name, Map<String, NormalizedEndpointUri> known) {
        if (known.size() >= MANY) {
            known.clear();
        }
        return known.computeIfAbsent(name, route -> exchange.getContext().getCamelContextExtension().normalizeUri("direct:" + route));
    }

    private static Predicate asked(java.util.function.Predicate<Order> question) {
        return exchange -> Order.of(exchange) instanceof Order order && question.test(order);
    }

    private static Expression told(Function<Order, Object> answer) {
        return new Expression() {
            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                return exchange.getContext().getTypeConverter().convertTo(type, exchange, answer.apply(Order.of(exchange)));
            }
        };
    }
}
