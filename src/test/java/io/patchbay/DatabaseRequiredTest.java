package io.patchbay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class DatabaseRequiredTest {

    @Test
    void a_start_without_a_database_says_what_to_set_and_shows_no_stack_trace(CapturedOutput output) {
        assertThatThrownBy(() -> Patchbay.main(new String[] {"--spring.datasource.url="})).isNotNull();
        assertThat(output.getAll()).contains("Patchbay needs a PostgreSQL database", "Set SPRING_DATASOURCE_URL")
                .doesNotContain("\tat io.patchbay");
    }

    @Test
    void a_database_that_is_not_there_is_told_in_a_sentence(CapturedOutput output) {
        assertThatThrownBy(() -> Patchbay.main(new String[] {"--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
            "--spring.datasource.hikari.connection-timeout=250", "--patchbay.config-dir=config/demo"})).isNotNull();
        assertThat(output.getAll()).contains("The database cannot be used", "correct SPRING_DATASOURCE_URL").doesNotContain("\tat io.patchbay");
    }

    @Test
    void a_database_url_lets_the_start_go_on() {
        StaticApplicationContext context = new StaticApplicationContext();
        context.setEnvironment(new MockEnvironment().withProperty("spring.datasource.url", "jdbc:postgresql://localhost/x"));
        assertThatCode(() -> new DatabaseRequired().initialize(context)).doesNotThrowAnyException();
    }
}
