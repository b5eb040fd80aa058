package io.patchbay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code docker-compose.yml} takes from the repository. */
class ComposeTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void the_accounts_of_the_containers_are_those_of_the_demo_at_another_host() throws IOException {
        JsonNode demo = YAML.readTree(Files.readString(Path.of("config/demo/accounts.yaml")).replace("http://localhost:", "http://sandbox:"));
        assertThat(YAML.readTree(Path.of("config/compose/accounts.yaml").toFile())).isEqualTo(demo);
    }

    @Test
    void nobody_is_killed_while_requests_under_way_are_given_their_time() throws IOException {
        JsonNode settings = YAML.readTree(Path.of("src/main/resources/application.yaml").toFile());
        int phase = seconds(settings.at("/spring/lifecycle/timeout-per-shutdown-phase"));
        int camel = settings.at("/camel/main/shutdown-timeout").asInt();
        assertThat(camel).isBetween(1, phase - 1);
        assertThat(seconds(YAML.readTree(Path.of("docker-compose.yml").toFile()).at("/services/gateway/stop_grace_period"))).isGreaterThan(phase + camel);
    }

    private static int seconds(JsonNode duration) {
        return Integer.parseInt(duration.asText().replace("s", ""));
    }

    @Test
    void everything_that_is_mounted_exists() throws IOException {
        JsonNode volumes = YAML.readTree(Path.of("docker-compose.yml").toFile()).at("/services/gateway/volumes");
        assertThat(volumes).isNotEmpty().allSatisfy(volume -> assertThat(Path.of(volume.asText().split(":")[0])).exists());
    }
}
