package io.patchbay.route;

import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;

/**
 * Makes the steps that routes name by {@code bean}, with {@code ref} and {@code method}, into plain calls. Camel would look for the bean, bind
 * the arguments and call by reflection with every message, at some twenty steps for each order. A method that takes anything but
 * the message itself is still called in Camel's way.
 */
final class Steps implements BeanProcessorFactory {

    private static final MethodType TAKES_MESSAGE = MethodType.methodType(void.class, Exchange.class);

    private final MethodHandles.Lookup here = MethodHandles.lookup();
    private final Map<Method, MethodHandle> references = new ConcurrentHashMap<>();
    private final BeanProcessorFactory camels;

    private Steps(BeanProcessorFactory camels) {
        this.camels = camels;
    }

    /** Routes that are loaded from now on get their steps so. */
    static void in(CamelContext context) {
        context.getCamelContextExtension().addContextPlugin(BeanProcessorFactory.class, new Steps(PluginHelper.getBeanProcessorFactory(context)));
    }

    @Override
    public Processor createBeanProcessor(CamelContext context, Object bean, Method method) throws Exception {
        return camels.createBeanProcessor(context, bean, method);
    }

    @Override
    public Processor createBeanProcessor(CamelContext context, Object bean, String beanType, Class<?> beanClass, String ref, String method, BeanScope scope)
            throws Exception {
        Object named = ref == null ? null : context.getRegistry().lookupByName(ref);
        Optional<Method> step = named == null ? Optional.empty() : step(named, method);
        return step.isPresent() ? new Step(call(named, step.get()))
                : camels.createBeanProcessor(context, bean, beanType, beanClass, ref, method, scope);
    }

    /** One that is overloaded is left to Camel, which chooses by what the message holds. */
    private static Optional<Method> step(Object bean, String name) {
        Method[] named = Arrays.stream(bean.getClass().getMethods()).filter(method -> method.getName().equals(name)).toArray(Method[]::new);
        return named.length == 1 && Arrays.equals(named[0].getParameterTypes(), new Class<?>[] {Exchange.class})
                && named[0].getReturnType() == void.class ? Optional.of(named[0]) : Optional.empty();
    }

    private Processor call(Object bean, Method method) {
        try {
            return (Processor) references.computeIfAbsent(method, this::reference).invoke(bean);
        } catch (Throwable impossible) {
            throw new IllegalStateException("A method reference is only made, and nothing called", impossible);
        }
    }

    /** As {@code bean::method} would be, had the route been written in Java. Each is a class for as long as the gateway runs, so there is one for a method. */
    private MethodHandle reference(Method method) {
        try {
            MethodHandle target = here.unreflect(method);
            MethodType made = MethodType.methodType(Processor.class, target.type().parameterType(0));
            return LambdaMetafactory.metafactory(here, "process", made, TAKES_MESSAGE, target, TAKES_MESSAGE).getTarget();
        } catch (IllegalAccessException | LambdaConversionException unusable) {
            throw new IllegalStateException("The step " + method + " cannot be called", unusable);
        }
    }

    /** Whatever a step throws stops with its message, as a fault of that message. */
    private static final class Step extends AsyncProcessorSupport {

        private final Processor call;

        private Step(Processor call) {
            this.call = call;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback behind) {
            try {
                call.process(exchange);
            } catch (Throwable fault) {
                exchange.setException(fault);
            }
            behind.done(true);
            return true;
        }
    }
}
