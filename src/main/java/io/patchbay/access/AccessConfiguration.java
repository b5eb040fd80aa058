package io.patchbay.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.routing.ConfigurationStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The door: who may come in, and what no request may bring along. What is not named here is closed. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    static boolean reads(HttpServletRequest request) {
        return READS.contains(request.getMethod());
    }

    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) throws Exception {
        stateless(http).securityMatcher(EndpointRequest.toAnyEndpoint()).authorizeHttpRequests(rules -> rules.anyRequest().permitAll());
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, ConfigurationStore store) throws Exception {
        Refusals refusals = new Refusals();
        stateless(http)
                .addFilterBefore(new KeyFilter(store::inForce), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(rules -> rules
                        // These come from inside, after the request itself was let in.
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC).permitAll()
                        .requestMatchers(path("/openapi.yaml"), path("/docs/**"), path("/webjars/**")).permitAll()
                        .requestMatchers(path("/admin/v1/**")).hasAuthority("ADMIN")
                        .requestMatchers(new AndRequestMatcher(path("/v1/**"), AccessConfiguration::reads)).hasAuthority("READ")
                        .requestMatchers(path("/v1/**")).hasAuthority("WRITE")
                        .anyRequest().denyAll());
        return http.build();
    }

    /**
     * Whatever a header says beyond ASCII is no danger here, and many proxies add some: refused, its value would stand in the log with a trace. What
     * could split a request does not get past the container.
     */
    @Bean
    HttpFirewall anyHeader() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    /** Each filter would be timed and counted by itself, for meters that nobody reads. A request as a whole is timed around all of them. */
    @Bean
    SecurityObservationSettings unobservedFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** There are no passwords. Without this bean Spring Boot would invent a user and log its password. */
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new ProviderNotFoundException("There are no users, only keys");
        };
    }

    @Bean
    FilterRegistrationBean<TimingFilter> timing(MeterRegistry meters, LongSupplier passingTime) {
        FilterRegistrationBean<TimingFilter> registration = at(Ordered.HIGHEST_PRECEDENCE + 5, new TimingFilter(new Overheads(meters), passingTime));
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

    /** Requests that are too broken to reach any filter are answered by Tomcat itself, by default with an HTML page. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> factory.addContextCustomizers(context ->
                ((StandardHost) context.getParent()).setErrorReportValveClass(ProblemReportValve.class.getName()));
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }

    private static <F extends Filter> FilterRegistrationBean<F> at(int order, F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
