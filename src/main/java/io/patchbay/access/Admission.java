package io.patchbay.access;

import io.patchbay.routing.ConfigurationStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestMatcherDelegatingAuthorizationManager;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who may come in. What is not named here is closed. */
@Configuration(proxyBeanMethods = false)
class Admission {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    static boolean reads(HttpServletRequest request) {
        return READS.contains(request.getMethod());
    }

    /**
     * Put together by hand from the three filters that are needed. What Spring Security adds by default (sessions, anonymous users, saved requests,
     * the servlet methods that tell who logged in, a look into Spring MVC's mappings) nobody asks for here, and each request would pay for it.
     */
    @Bean
    FilterChainProxy springSecurityFilterChain(List<SecurityFilterChain> chains) {
        FilterChainProxy proxy = new FilterChainProxy(chains);
        proxy.setFirewall(anyHeader());
        return proxy;
    }

    @Bean
    @Order(1)
    SecurityFilterChain management() {
        return new DefaultSecurityFilterChain(EndpointRequest.toAnyEndpoint(), new HeaderWriterFilter(List.of(new XContentTypeOptionsHeaderWriter(),
                new XXssProtectionHeaderWriter(), new HstsHeaderWriter(), new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY))));
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(ConfigurationStore store) {
        Refusals refusals = new Refusals();
        ExceptionTranslationFilter translation = new ExceptionTranslationFilter(refusals, new NullRequestCache());
        translation.setAccessDeniedHandler(refusals);
        return new DefaultSecurityFilterChain(request -> true, new KeyFilter(store::inForce), translation, new AuthorizationFilter(rules()));
    }

    private static AuthorizationManager<HttpServletRequest> rules() {
        RequestMatcher api = below("/v1");
        return RequestMatcherDelegatingAuthorizationManager.builder()
                // The others (errors, forwards) come from inside, after the request itself was let in.
                .requestMatchers(request -> request.getDispatcherType() != DispatcherType.REQUEST).permitAll()
                .requestMatchers(request -> reads(request) && api.matches(request)).hasAuthority("READ")
                .requestMatchers(api).hasAuthority("WRITE")
                .requestMatchers(below("/admin/v1")).hasAuthority("ADMIN")
                .requestMatchers(path("/openapi.yaml"), path("/docs/**"), path("/webjars/**")).permitAll()
                .anyRequest().denyAll()
                .build();
    }

    /** There are no passwords. Without this bean Spring Boot would invent a user and log its password. */
    @Bean
    AuthenticationManager noPasswords() {
        return authentication -> {
            throw new ProviderNotFoundException("There are no users, only keys");
        };
    }

    /**
     * Whatever a header says beyond ASCII is no danger here, and many proxies add some: refused, its value would stand in the log with a trace. What
     * could split a request does not get past the container.
     */
    private static HttpFirewall anyHeader() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    /** How most requests begin is told without taking their paths apart; only one that is spelt otherwise, as with escapes, is. */
    private static RequestMatcher below(String path) {
        RequestMatcher otherwise = path(path + "/**");
        return request -> request.getRequestURI().startsWith(path + "/") || otherwise.matches(request);
    }

    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }
}
