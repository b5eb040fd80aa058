package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DirectoriesTest {

    @EnableConfigurationProperties(Directories.class)
    static class Slice {
    }

    @Test
    void three_have_the_repository_as_default_and_the_configuration_has_none() {
        with(Map.of(), new Directories(null, Path.of("routes"), Path.of("mappings"), Path.of("contracts")));
    }

    @Test
    void all_are_set_by_environment_variables() {
        with(Map.of("PATCHBAY_CONFIG_DIR", "config/live", "PATCHBAY_ROUTES_DIR", "/etc/r", "PATCHBAY_MAPPINGS_DIR", "m", "PATCHBAY_CONTRACTS_DIR", "c"),
                new Directories(Path.of("config/live"), Path.of("/etc/r"), Path.of("m"), Path.of("c")));
    }

    private static void with(Map<String, Object> variables, Directories expected) {
        new ApplicationContextRunner()
                .withInitializer(context -> context.getEnvironment().getPropertySources().replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)))
                .withUserConfiguration(Slice.class)
                .run(context -> assertThat(context.getBean(Directories.class)).isEqualTo(expected));
    }
}
