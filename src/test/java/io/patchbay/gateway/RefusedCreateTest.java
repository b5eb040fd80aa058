package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider may refuse to make subscriptions at all; whoever orders one there is told so, for a shell too. */
class RefusedCreateTest {

    private static final String HOOLI = "pb_test_hooli";
    private static final Path FOURTH = Path.of("src/test/resources/fourth");

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() throws IOException {
        for (String folder : List.of("routes", "mappings", "contracts")) {
            FourthProviderTest.copy(Path.of(folder), workspace.resolve(folder));
            FourthProviderTest.copy(FOURTH.resolve(folder), workspace.resolve(folder));
        }
        refusing();
        gateway = Gateway.start(workspace, Map.of("patchbay.routes-dir", workspace.resolve("routes").toString(),
                "patchbay.mappings-dir", workspace.resolve("mappings").toString(),
                "patchbay.contracts-dir", workspace.resolve("contracts").toString()), RefusedCreateTest::configured);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Umbra as it is, without its call that orders a line. */
    private static void refusing() throws IOException {
        Path mappings = workspace.resolve("mappings/providers/umbra");
        Path contract = workspace.resolve("contracts/providers/umbra/create-accepted");
        replace(mappings.resolve("provider.yaml"), "(?s)  order-line:\n.*?(?=  read-line:)", "");
        replace(mappings.resolve("provider.yaml"), "  create: .*\n", "");
        replace(mappings.resolve("provider.yaml"), "refusals:\n", "refusals:\n  create: Umbra orders no lines.\n");
        replace(workspace.resolve("routes/providers/umbra.camel.yaml"), ".*umbra\\.create.*\n", "");
        for (Path gone : List.of(mappings.resolve("order-line.request.jslt"), mappings.resolve("order-line.response.jslt"),
                contract.resolve("command.json"), contract.resolve("outcome.json"), contract.resolve("request.http"), contract.resolve("response.http"), contract)) {
            Files.delete(gone);
        }
    }

    private static void replace(Path file, String what, String with) throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst(what, with));
    }

    private static void configured(Path configuration) {
        try {
            Files.writeString(configuration.resolve("umbra.yaml"), Files.readString(FOURTH.resolve("config/umbra.yaml"))
                    .replace("STUB", "http://localhost:9"));
            Files.writeString(configuration.resolve("secrets/umbra-token"), "token");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", \"activation\": {\"sim\": {\"esim\": true}}"})
    void an_order_a_provider_never_takes_is_refused_at_once(String activation) {
        Answer answer = gateway.post(HOOLI, "/v1/subscriptions", "{\"productOfferingId\": \"umbra-basic\", \"customerId\": \"c\"" + activation + "}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("capability-missing");
        assertThat(answer.text("/detail")).isEqualTo("Umbra orders no lines. Nothing was sent.");
        assertThat(new Rows(gateway.database()).count("subscription")).isZero();
    }
}
