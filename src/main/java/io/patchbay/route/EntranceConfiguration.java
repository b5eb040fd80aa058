package io.patchbay.route;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Behind all filters of the door: whoever comes this far may go on into the routes. */
@Configuration(proxyBeanMethods = false)
class EntranceConfiguration {

    @Bean
    FilterRegistrationBean<EntranceFilter> entrance(EntranceTable table) {
        FilterRegistrationBean<EntranceFilter> registration = new FilterRegistrationBean<>(new EntranceFilter(table));
        registration.setOrder(Ordered.LOWEST_PRECEDENCE);
        registration.addUrlPatterns("/v1/*", "/admin/v1/*");
        return registration;
    }
}
