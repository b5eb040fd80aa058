package io.patchbay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoSettingsTest {

    @Test
    void an_argument_wins_over_a_property_and_that_over_the_environment() {
        Map<String, String> property = Map.of("server.port", "2");
        Map<String, String> variable = Map.of("SERVER_PORT", "3");
        assertThat(new DemoSettings(new String[] {"--server.port=1"}, property::get, variable::get).port("server.port", 4)).isEqualTo(1);
        assertThat(new DemoSettings(new String[0], property::get, variable::get).port("server.port", 4)).isEqualTo(2);
        assertThat(new DemoSettings(new String[0], name -> null, variable::get).port("server.port", 4)).isEqualTo(3);
        assertThat(new DemoSettings(new String[0], name -> null, name -> null).port("server.port", 4)).isEqualTo(4);
    }

    @Test
    void the_configuration_directory_is_known_by_both_spellings() {
        assertThat(environment("PATCHBAY_CONFIG_DIR").value("patchbay.config-dir")).hasValue("x");
        assertThat(environment("PATCHBAY_CONFIGDIR").value("patchbay.config-dir")).hasValue("x");
    }

    @Test
    void a_port_that_is_no_number_is_refused_by_name() {
        DemoSettings settings = new DemoSettings(new String[] {"--server.port=http"}, name -> null, name -> null);
        assertThatThrownBy(() -> settings.port("server.port", 1)).isInstanceOf(DemoRefused.class).hasMessageContaining("server.port is http");
    }

    @Test
    void taken_ports_are_named_in_one_sentence() throws IOException {
        try (ServerSocket one = new ServerSocket(0); ServerSocket other = new ServerSocket(0)) {
            assertThatThrownBy(() -> FreePorts.require(List.of(one.getLocalPort(), other.getLocalPort())))
                    .isInstanceOf(DemoRefused.class)
                    .hasMessageContaining(one.getLocalPort() + ", " + other.getLocalPort());
        }
    }

    private static DemoSettings environment(String variable) {
        return new DemoSettings(new String[0], name -> null, Map.of(variable, "x")::get);
    }
}
