package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An account whose key is not where the configuration says: its orders are refused, the operator is told, and nothing else suffers. */
@ExtendWith(OutputCaptureExtension.class)
class MissingCredentialTest {

    private static final String REFERENCE = "file:secrets/connect-api-key";

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Path file;
    static Path elsewhere;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of(), MissingCredentialTest::misplaced);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void misplaced(Path configuration) {
        file = configuration.resolve("secrets/connect-api-key");
        elsewhere = workspace.resolve("misplaced");
        move(file, elsewhere);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void its_orders_are_refused_until_the_key_is_there(CapturedOutput output) {
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN") && line.contains(REFERENCE))).as("at the start").hasSize(1);

        for (int i = 0; i < 12; i++) {
            Answer refused = Party.CONNECT.create(gateway);
            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.text("/code")).isEqualTo("provider-credentials-refused");
            assertThat(refused.body()).doesNotContain(REFERENCE);
        }
        assertThat(gateway.application().getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers())
                .extracting(CircuitBreaker::getState).containsOnly(CircuitBreaker.State.CLOSED);
        assertThat(output.getOut().lines().filter(line -> line.contains("ERROR") && line.contains(REFERENCE))).as("once").hasSize(1);
        assertThat(gateway.arrived("connect")).isEmpty();
        assertThat(Party.TELEGENT.create(gateway).status()).isEqualTo(201);

        move(elsewhere, file);
        assertThat(Party.CONNECT.create(gateway).status()).isEqualTo(201);
    }
}
