package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same body, three tenants, three providers. */
class ThreeProvidersTest {

    static final String ORDER = """
            {"productOfferingId": "mobile-10gb", "customerId": "cust-1001", "referenceId": "crm-1",
             "subscriber": {"name": "Ada Example", "email": "ada@example.com"},
             "activation": {"sim": {"esim": true}}, "metadata": {"source": "crm"}}""";

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    @Test
    void one_body_creates_a_subscription_with_each_provider_and_nowhere_else() {
        Answer acme = gateway.post(ACME, "/v1/subscriptions", ORDER);
        Answer globex = gateway.post(GLOBEX, "/v1/subscriptions", ORDER);
        Answer initech = gateway.post(INITECH, "/v1/subscriptions", ORDER);

        assertThat(List.of(acme.status(), globex.status(), initech.status())).containsOnly(201);
        assertThat(gateway.truth("connect")).hasSize(1);
        assertThat(gateway.truth("telegent")).hasSize(1);
        assertThat(gateway.truth("tellisim")).hasSize(1);
        assertThat(acme.text("/provider/name")).isEqualTo("connect");
        assertThat(globex.text("/provider/name")).isEqualTo("telegent");
        assertThat(initech.text("/provider/name")).isEqualTo("tellisim");
    }
}
