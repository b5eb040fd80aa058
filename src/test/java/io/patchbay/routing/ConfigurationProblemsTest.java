package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationProblemsTest {

    private static final String HASH = "sha256:" + "a".repeat(64);

    private static final String GOOD = """
            tenants:
              acme: {title: Acme Mobile, mode: test, timeZone: Europe/Stockholm, keys: [{id: demo, hash: "%s", scopes: [read, write]}]}
            accounts:
              acme-connect: {provider: connect, title: Connect, baseUrl: "http://localhost:8091", credentials: {apiKey: "env:KEY"}, sandbox: true}
            offerings:
              mobile-10gb: {name: Mobile 10 GB, plans: {connect: {productOfferingId: po-mobile-10gb}}}
            routes:
              - {id: acme, tenant: acme, targets: [{account: acme-connect, weight: 100}]}
            """.formatted(HASH);

    @TempDir
    Path directory;

    @BeforeEach
    void start_from_a_good_configuration() throws IOException {
        write("good.yaml", GOOD);
        assertThat(problems()).isEmpty();
    }

    @Test
    void an_unknown_field_is_reported_at_its_own_pointer() throws IOException {
        replace("title: Acme Mobile", "titel: Acme Mobile");
        assertThat(problems()).extracting(ConfigurationProblem::pointer).containsExactlyInAnyOrder("/tenants/acme/titel", "/tenants/acme/title");
    }

    @Test
    void a_secret_in_place_of_a_reference_is_refused_and_not_repeated() throws IOException {
        replace("env:KEY", "live-secret");
        assertProblem("/accounts/acme-connect/credentials/apiKey", "env|file|property");
        assertThat(problems().toString()).doesNotContain("live-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[:::]", "http://localhost:99999", "http://localhost:a", "http://localhost/%zz", "http://localhost/{x}", "https://.", "http://-"})
    void a_base_url_that_is_no_address_is_a_problem(String baseUrl) throws IOException {
        replace("http://localhost:8091", baseUrl);
        assertProblem("/accounts/acme-connect/baseUrl", "is no address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://localhost", "http://me@localhost", "http://localhost/a?b=c", "http://localhost/#a", "localhost"})
    void a_base_url_with_more_or_less_than_an_address_is_one_problem(String baseUrl) throws IOException {
        replace("http://localhost:8091", baseUrl);
        assertProblem("/accounts/acme-connect/baseUrl", "");
    }

    @Test
    void a_key_given_twice_in_a_file_is_a_problem() throws IOException {
        replace("mode: test,", "mode: test, mode: test,");
        assertProblem("/tenants/acme/mode", "given twice");
    }

    @Test
    void a_key_given_twice_in_two_files_is_a_problem() throws IOException {
        write("more.yaml", "offerings:\n  mobile-10gb: {name: Again, plans: {connect: {productOfferingId: po}}}\n");
        assertThat(problems()).containsExactly(new ConfigurationProblem("more.yaml", "/offerings/mobile-10gb", "also given in good.yaml"));
    }

    @Test
    void a_file_that_is_no_yaml_is_named_with_its_line_and_not_quoted() throws IOException {
        write("broken.yaml", "tenants:\n  acme: [my-secret\n");
        assertThat(problems()).singleElement().asString().contains("broken.yaml", "line").doesNotContain("my-secret");
    }

    @Test
    void an_alias_is_a_problem() throws IOException {
        write("more.yaml", "administrators: [{id: &x ops, hash: \"sha256:" + "b".repeat(64) + "\"}, {id: *x, hash: \"sha256:" + "c".repeat(64) + "\"}]\n");
        assertThat(problems()).extracting(ConfigurationProblem::pointer).containsExactly("/administrators/1/id");
    }

    @Test
    void a_second_document_in_a_file_is_a_problem() throws IOException {
        write("more.yaml", "administrators: []\n---\nadministrators: []\n");
        assertThat(problems()).singleElement().asString().contains("more than one YAML document");
    }

    @Test
    void a_yml_file_is_not_silently_left_out() throws IOException {
        write("more.yml", "administrators: []\n");
        assertThat(problems()).singleElement().asString().contains("more.yml", "rename");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Stokholm", "+01:00", "GMT+1", "europe/stockholm", "CET+1"})
    void an_unknown_time_zone_is_a_problem(String zone) throws IOException {
        replace("Europe/Stockholm", "\"" + zone + "\"");
        assertProblem("/tenants/acme/timeZone", "unknown time zone " + zone + "; use an IANA name such as Europe/Stockholm");
    }

    @Test
    void a_tenant_may_do_without_a_time_zone() throws IOException {
        replace("timeZone: Europe/Stockholm, ", "");
        assertThat(problems()).isEmpty();
    }

    @Test
    void an_unknown_provider_of_an_account_is_a_problem() throws IOException {
        replace("provider: connect", "provider: conect");
        assertProblem("/accounts/acme-connect/provider", "unknown provider conect; known: connect, telegent, tellisim");
    }

    @Test
    void a_missing_credential_is_a_problem() throws IOException {
        replace("credentials: {apiKey: \"env:KEY\"}, ", "");
        assertProblem("/accounts/acme-connect/credentials/apiKey", "missing");
    }

    @Test
    void a_credential_the_provider_does_not_take_is_a_problem() throws IOException {
        replace("{apiKey: \"env:KEY\"}", "{apiKey: \"env:KEY\", secret: \"env:OTHER\"}");
        assertProblem("/accounts/acme-connect/credentials/secret", "takes no such credential");
    }

    @Test
    void a_missing_required_setting_is_a_problem() throws IOException {
        write("more.yaml", """
                accounts:
                  telegent: {provider: telegent, title: T, baseUrl: "http://localhost", credentials: {accountKey: "env:A", accountSecret: "env:B"}}
                """);
        KnownProviders strict = new DemoProviders() {
            @Override
            public Set<String> requiredSettings(String provider) {
                return provider.equals("telegent") ? Set.of("accountId") : Set.of();
            }
        };
        assertThat(problemsOf(directory, strict)).singleElement().asString().contains("/accounts/telegent/settings/accountId", "needs this setting");
    }

    @Test
    void a_plan_without_the_keys_its_provider_wants_is_a_problem() throws IOException {
        replace("{productOfferingId: po-mobile-10gb}", "{planId: po-mobile-10gb}");
        assertProblem("/offerings/mobile-10gb/plans/connect/productOfferingId", "missing");
    }

    @Test
    void a_plan_of_an_unknown_provider_is_a_problem() throws IOException {
        replace("plans: {connect:", "plans: {other: {}, connect:");
        assertProblem("/offerings/mobile-10gb/plans/other", "unknown provider other");
    }

    @Test
    void an_offering_for_an_unknown_tenant_is_a_problem() throws IOException {
        replace("name: Mobile 10 GB,", "name: Mobile 10 GB, tenants: [acme, nobody],");
        assertProblem("/offerings/mobile-10gb/tenants/1", "unknown tenant nobody; known: acme");
    }

    @Test
    void a_rule_of_an_unknown_tenant_is_a_problem() throws IOException {
        replace("tenant: acme", "tenant: acne");
        assertProblem("/routes/0/tenant", "unknown tenant acne");
    }

    @Test
    void unknown_accounts_are_problems_as_target_and_as_failover() throws IOException {
        replace("[{account: acme-connect, weight: 100}]", "[{account: gone, weight: 100}], failover: [lost]");
        assertThat(problems()).extracting(ConfigurationProblem::pointer).containsExactly("/routes/0/targets/0/account", "/routes/0/failover/0");
    }

    @Test
    void an_account_named_twice_in_a_rule_is_a_problem() throws IOException {
        replace("weight: 100}", "weight: 100}, {account: acme-connect, weight: 1}");
        assertProblem("/routes/0/targets/1/account", "twice");
    }

    @Test
    void weights_above_1000_and_sums_of_0_are_problems() throws IOException {
        replace("weight: 100", "weight: 1001");
        assertProblem("/routes/0/targets/0/weight", "1000");
        replace("weight: 1001", "weight: 0");
        assertProblem("/routes/0/targets", "all weights are 0");
    }

    @Test
    void a_rule_behind_an_unconditional_one_of_its_tenant_is_a_problem() throws IOException {
        write("more.yaml", "routes: [{id: late, tenant: acme, when: \"true\", targets: [{account: acme-connect, weight: 1}]}]\n");
        assertThat(problems()).singleElement().isEqualTo(new ConfigurationProblem("more.yaml", "/routes/0",
                "never reached: rule acme of tenant acme stands before it and has no condition"));
    }

    @Test
    void two_rules_of_one_id_are_a_problem() throws IOException {
        replace("routes:", "routes:\n  - {id: acme, tenant: acme, when: \"false\", targets: [{account: acme-connect, weight: 1}]}");
        assertProblem("/routes/1/id", "another rule");
    }

    @Test
    void a_predicate_that_does_not_compile_is_a_problem() throws IOException {
        replace("tenant: acme,", "tenant: acme, when: '.a ==',");
        assertProblem("/routes/0/when", "does not compile");
    }

    @Test
    void a_predicate_cannot_import() throws IOException {
        replace("tenant: acme,", "tenant: acme, when: 'import \"logback.xml\" as x true',");
        assertProblem("/routes/0/when", "does not compile");
    }

    @Test
    void a_condition_cannot_define_a_function() throws IOException {
        replace("tenant: acme,", "tenant: acme, when: 'def again(n) again($n + 1) again(1)',");
        assertProblem("/routes/0/when", "defines a function");
    }

    @Test
    void one_key_for_two_callers_is_a_problem_that_does_not_show_the_hash() throws IOException {
        write("more.yaml", "administrators: [{id: ops, hash: \"" + HASH + "\"}]\n");
        assertProblem("/administrators/0/hash", "already belongs to tenant acme");
        assertThat(problems().toString()).doesNotContain(HASH);
    }

    @Test
    void two_keys_of_one_id_are_a_problem() throws IOException {
        replace("keys: [", "keys: [{id: demo, hash: \"sha256:" + "b".repeat(64) + "\", scopes: [read]}, ");
        assertProblem("/tenants/acme/keys/1/id", "the id demo");
    }

    @Test
    void a_test_tenant_cannot_be_routed_to_a_real_account() throws IOException {
        replace("sandbox: true", "sandbox: false");
        assertProblem("/routes/0/targets/0/account", "not a sandbox account");
    }

    @Test
    void a_live_tenant_cannot_be_routed_to_a_sandbox_account_not_even_as_failover() throws IOException {
        replace("mode: test", "mode: live");
        replace("weight: 100}]", "weight: 100}], failover: [acme-connect]");
        assertThat(problems()).extracting(ConfigurationProblem::pointer).containsExactly("/routes/0/targets/0/account", "/routes/0/failover/0");
    }

    @Test
    void all_problems_of_all_files_are_reported_at_once() throws IOException {
        replace("Europe/Stockholm", "Mars/Base");
        replace("sandbox: true", "sandbox: perhaps");
        write("more.yaml", """
                administrators: [{id: ops, hash: "%s"}]
                offerings: {x: {name: X, plans: {nobody: {}}}, x: {name: X, plans: {connect: {}}}}
                routes: [{id: late, tenant: acme, when: ".a ==", targets: [{account: gone, weight: -1}]}]
                """.formatted(HASH));
        assertThat(problems()).extracting(problem -> problem.file() + problem.pointer()).containsExactlyInAnyOrder(
                "good.yaml/tenants/acme/timeZone", "good.yaml/accounts/acme-connect/sandbox", "good.yaml/routes/0/targets/0/account",
                "more.yaml/administrators/0/hash", "more.yaml/offerings/x", "more.yaml/offerings/x/plans/connect/productOfferingId",
                "more.yaml/routes/0", "more.yaml/routes/0/when", "more.yaml/routes/0/targets/0/weight", "more.yaml/routes/0/targets/0/account");
    }

    @Test
    void files_of_the_wrong_shape_are_reported_and_break_nothing() throws IOException {
        write("a.yaml", "- just\n- a list\n");
        write("b.yaml", "tenants: [1]\naccounts: {x: 1}\nofferings: {y: [], z: {plans: 1, tenants: 1}}\nroutes: [1, {targets: 1}]\n");
        write("c.yaml", "");
        write("d.yaml", "just text\n");
        assertThat(problems()).extracting(ConfigurationProblem::file).contains("a.yaml", "b.yaml", "d.yaml").doesNotContain("c.yaml");
    }

    @Test
    void a_missing_directory_is_one_clear_problem() {
        assertThat(problemsOf(directory.resolve("gone"))).singleElement().asString().contains("no such directory", "PATCHBAY_CONFIG_DIR");
    }

    @Test
    void an_empty_directory_is_a_problem() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(problemsOf(empty)).singleElement().asString().contains("no *.yaml file");
    }

    @Test
    void a_missing_schema_is_one_clear_problem() {
        InvalidConfiguration refusal = catchThrowableOfType(InvalidConfiguration.class,
                () -> new ConfigurationRules(directory, new DemoProviders()));
        assertThat(refusal).hasMessageContaining("PATCHBAY_CONTRACTS_DIR");
    }

    @Test
    void the_refusal_is_one_message_with_a_line_for_every_problem() throws IOException {
        replace("Europe/Stockholm", "Mars/Base");
        replace("tenant: acme", "tenant: acne");
        InvalidConfiguration refusal = new InvalidConfiguration(problems());
        assertThat(refusal.getMessage().lines()).hasSize(1 + problems().size());
        assertThat(new InvalidConfigurationAnalyzer().analyze(new RuntimeException(refusal), refusal).getDescription())
                .contains("good.yaml /tenants/acme/timeZone: unknown time zone Mars/Base");
    }

    private void assertProblem(String pointer, String part) {
        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file() + problem.pointer()).endsWith(".yaml" + pointer);
            assertThat(problem.message()).contains(part);
        });
    }

    private List<ConfigurationProblem> problems() {
        return problemsOf(directory);
    }

    private static List<ConfigurationProblem> problemsOf(Path directory) {
        return problemsOf(directory, new DemoProviders());
    }

    private static List<ConfigurationProblem> problemsOf(Path directory, KnownProviders known) {
        InvalidConfiguration refusal = catchThrowableOfType(InvalidConfiguration.class,
                () -> new ConfigurationFiles(new ConfigurationRules(Path.of("contracts"), known)).read(directory));
        return refusal == null ? List.of() : refusal.problems();
    }

    private void replace(String old, String replacement) throws IOException {
        String content = Files.readString(directory.resolve("good.yaml"));
        assertThat(content).contains(old);
        write("good.yaml", content.replace(old, replacement));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
