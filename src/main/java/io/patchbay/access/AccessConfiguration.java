package io.patchbay.access;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.function.LongSupplier;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.RequestContextFilter;

/**
 * The door: what each request goes through before any route sees it. Plain filters, which run once for what came from outside; only the one that takes
 * the time looks at errors as well.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    FilterRegistrationBean<RequestMeter> requestMeter(MeterRegistry meters, LongSupplier passingTime) {
        return at(Ordered.HIGHEST_PRECEDENCE, new RequestMeter(meters, passingTime));
    }

    @Bean
    FilterRegistrationBean<TimingFilter> timing(MeterRegistry meters, LongSupplier passingTime) {
        FilterRegistrationBean<TimingFilter> registration = at(Ordered.HIGHEST_PRECEDENCE + 5, new TimingFilter(new Overheads(meters), passingTime));
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        registration.addUrlPatterns("/v1/*");
        return registration;
    }

    @Bean
    FilterRegistrationBean<AnswerHeaders> answerHeaders() {
        return at(Ordered.HIGHEST_PRECEDENCE + 10, new AnswerHeaders());
    }

    @Bean
    FilterRegistrationBean<ReadinessFilter> readiness(ApplicationAvailability availability) {
        return at(Ordered.HIGHEST_PRECEDENCE + 15, new ReadinessFilter(availability));
    }

    @Bean
    FilterRegistrationBean<HiddenNamesFilter> hiddenNames() {
        return at(Ordered.HIGHEST_PRECEDENCE + 20, new HiddenNamesFilter());
    }

    // Behind Spring Security: of a stranger's body not one byte is kept.
    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit() {
        return at(SecurityProperties.DEFAULT_FILTER_ORDER + 10, new BodyLimitFilter());
    }

    @Bean
    FilterRegistrationBean<MediaTypeFilter> mediaTypes() {
        return at(SecurityProperties.DEFAULT_FILTER_ORDER + 20, new MediaTypeFilter());
    }

    @Bean
    FilterRegistrationBean<AcceptFilter> acceptable() {
        FilterRegistrationBean<AcceptFilter> registration = at(SecurityProperties.DEFAULT_FILTER_ORDER + 30, new AcceptFilter());
        registration.addUrlPatterns("/v1/*", "/admin/v1/*");
        return registration;
    }

    /** Would keep each request for whoever asks on its thread; Spring MVC does so by itself for those that come to it, and no one else asks. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContext() {
        FilterRegistrationBean<RequestContextFilter> registration = new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }

    /** Requests that are too broken to reach any filter are answered by Tomcat itself, by default with an HTML page. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> factory.addContextCustomizers(context ->
                ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReportValve.class.getName()));
    }

    private static <F extends Filter> FilterRegistrationBean<F> at(int order, F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
