package io.patchbay;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

/** Stops a start without a database before anything else is tried. */
final class DatabaseRequired implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (!StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"))) {
            throw new Missing();
        }
    }

    static final class Missing extends RuntimeException {

        Missing() {
            super("Patchbay needs a PostgreSQL database and was given none.");
        }
    }
}
