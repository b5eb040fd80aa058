package io.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidateTest {

    @TempDir
    Path folder;

    private final Terminal terminal = new Terminal();
    private ConfigurationCopy configuration;

    @BeforeEach
    void copy() {
        configuration = ConfigurationCopy.in(folder);
    }

    private int validate(Map<String, String> environment, String... options) {
        String[] given = Stream.concat(Stream.of("validate", configuration.directory().toString()), Stream.of(options)).toArray(String[]::new);
        return Validate.run(given, terminal.command(environment));
    }

    @Test
    void the_demo_is_valid() {
        assertThat(validate(Map.of())).as(terminal.out()).isZero();
        assertThat(terminal.out()).endsWith("is valid" + System.lineSeparator()).doesNotContain("warning");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void every_problem_is_told_at_once_one_to_a_line_with_its_place() {
        configuration.replace("routing.yaml", "tenant: acme,", "tenant: acmee,").replace("routing.yaml", "globex-telegent, weight: 100", "globex-telegent, weight: 0")
                .replace("routing.yaml", "  - {id: initech,", "  - {id: first, tenant: initech, targets: [{account: initech-tellisim, weight: 1}]}\n  - {id: initech,")
                .replace("accounts.yaml", "provider: connect", "provider: conect").replace("catalogue.yaml", "connect: {productOfferingId: po-mobile-10gb}", "conect: {productOfferingId: x}");

        assertThat(validate(Map.of())).isEqualTo(1);
        assertThat(terminal.out().lines()).anyMatch(line -> line.startsWith("routing.yaml /routes/0/tenant: "))
                .anyMatch(line -> line.startsWith("routing.yaml /routes/1/targets: all weights are 0"))
                .anyMatch(line -> line.startsWith("routing.yaml /routes/3: never reached"))
                .anyMatch(line -> line.startsWith("accounts.yaml /accounts/acme-connect/provider: "))
                .anyMatch(line -> line.startsWith("catalogue.yaml /offerings/mobile-10gb/plans/conect: "));
    }

    @Test
    void a_broken_provider_unit_is_told_with_it() throws IOException {
        Path mappings = folder.resolve("mappings");
        try (Stream<Path> files = Files.walk(Path.of("mappings"))) {
            for (Path file : files.toList()) {
                Files.copy(file, mappings.resolve(Path.of("mappings").relativize(file).toString()));
            }
        }
        Files.writeString(mappings.resolve("providers/tellisim/list.request.jslt"), "{");
        configuration.replace("routing.yaml", "tenant: acme,", "tenant: acmee,");

        assertThat(validate(Map.of("PATCHBAY_MAPPINGS_DIR", mappings.toString()))).isEqualTo(1);
        assertThat(terminal.out()).contains("mappings/providers/tellisim/list.request.jslt").contains("/routes/0/tenant");
    }

    @Test
    void a_contract_case_that_fails_is_told() throws IOException {
        Path contracts = folder.resolve("contracts");
        try (Stream<Path> files = Files.walk(Path.of("contracts"))) {
            for (Path file : files.toList()) {
                Files.copy(file, contracts.resolve(Path.of("contracts").relativize(file).toString()));
            }
        }
        Files.writeString(contracts.resolve("providers/connect/verify-accepted/outcome.json"), "{\"class\": \"SUCCEEDED\", \"rule\": \"another\"}");

        assertThat(validate(Map.of("PATCHBAY_CONTRACTS_DIR", contracts.toString()))).isEqualTo(1);
        assertThat(terminal.out()).contains("contracts/providers/connect/verify-accepted/outcome.json /rule: expected");
    }

    @Test
    void a_reference_that_leads_nowhere_is_a_warning_and_a_problem_if_asked_for() {
        configuration.replace("accounts.yaml", "file:secrets/connect-api-key", "env:CONNECT_KEY").replace("accounts.yaml", "file:secrets/tellisim-key", "property:key");

        assertThat(validate(Map.of())).isZero();
        assertThat(terminal.out()).contains("warning: accounts.yaml /accounts/acme-connect/credentials/apiKey: ")
                .contains("note: accounts.yaml /accounts/initech-tellisim/credentials/apiKey: ");
        assertThat(validate(Map.of("CONNECT_KEY", "secret-of-the-test"), "--credentials")).isZero();
        assertThat(validate(Map.of(), "--credentials")).isEqualTo(1);
        assertThat(terminal.out()).doesNotContain("secret-of-the-test");
    }

    @Test
    void an_offering_that_nobody_could_carry_is_a_warning() {
        configuration.replace("catalogue.yaml", "tenants: [acme, globex, initech]\n    plans:\n      connect: {productOfferingId: po-mobile-10gb}",
                "tenants: [acme]\n    plans:");

        assertThat(validate(Map.of())).isZero();
        assertThat(terminal.out()).contains("warning: catalogue.yaml /offerings/mobile-10gb: no account");
    }

    @Test
    void a_tenant_without_a_rule_is_a_warning() {
        configuration.replace("routing.yaml", "  - {id: initech, tenant: initech, targets: [{account: initech-tellisim, weight: 100}], onUnavailable: reject}\n", "");

        assertThat(validate(Map.of())).isZero();
        assertThat(terminal.out()).contains("warning: tenants.yaml /tenants/initech: no rule");
    }

    @Test
    void machines_are_told_the_same() throws IOException {
        configuration.replace("routing.yaml", "tenant: acme,", "tenant: acmee,");

        assertThat(validate(Map.of(), "--json")).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(terminal.out());
        assertThat(report.path("valid").asBoolean()).isFalse();
        assertThat(report.path("problems").findValuesAsText("pointer")).contains("/routes/0/tenant");
        assertThat(report.path("problems").findValuesAsText("file")).contains("routing.yaml");
        assertThat(report.path("warnings").isArray()).isTrue();
        assertThat(report.path("notes").isArray()).isTrue();
    }

    @Test
    void a_schema_that_is_not_there_is_a_problem() {
        assertThat(validate(Map.of("PATCHBAY_CONTRACTS_DIR", folder.toString()))).isEqualTo(1);
        assertThat(terminal.out()).contains("PATCHBAY_CONTRACTS_DIR");
    }

    static List<List<String>> wrong() {
        return List.of(List.of("validate"), List.of("validate", "a", "b"), List.of("validate", "config/demo", "--jsn"), List.of("validate", "no/such/directory"),
                List.of("validate", "pom.xml"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrong_usage_shows_the_usage(List<String> given) {
        assertThat(Validate.run(given.toArray(String[]::new), terminal.command(Map.of()))).isEqualTo(2);
        assertThat(terminal.err()).contains("Usage: java -jar patchbay.jar validate <dir>");
        assertThat(terminal.out()).isEmpty();
    }
}
