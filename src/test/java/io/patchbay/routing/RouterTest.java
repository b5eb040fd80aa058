package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.patchbay.provider.Account;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String BASE = """
            tenants:
              acme: {title: Acme, mode: live, keys: []}
              globex: {title: Globex, mode: test, keys: []}
            accounts:
              one: {provider: connect, title: One, baseUrl: "http://localhost/"}
              two: {provider: telegent, title: Two, baseUrl: "http://localhost"}
              three: {provider: tellisim, title: Three, baseUrl: "http://localhost"}
              quiet: {provider: connect, title: Quiet, baseUrl: "http://localhost", state: maintenance}
              leaving: {provider: telegent, title: Leaving, baseUrl: "http://localhost", state: draining}
              toy: {provider: connect, title: Toy, baseUrl: "http://localhost", sandbox: true}
            offerings:
              everywhere: {name: E, plans: {connect: {}, telegent: {}, tellisim: {}}}
              connect-only: {name: C, plans: {connect: {}}}
              not-for-acme: {name: N, tenants: [globex], plans: {connect: {}}}
            """;

    private final Router router = new Router();

    @Test
    void the_first_rule_whose_predicate_holds_decides() {
        Configuration configuration = configuration("""
                routes:
                  - {id: other, tenant: globex, targets: [{account: three, weight: 1}]}
                  - {id: swedish, tenant: acme, when: '.subscriber.address.country == "SE"', targets: [{account: two, weight: 1}]}
                  - {id: rest, tenant: acme, targets: [{account: one, weight: 1}]}
                """);
        assertThat(carried(configuration, "everywhere, subscriber: {address: {country: SE}}").ruleId()).isEqualTo("swedish");
        assertThat(carried(configuration, "everywhere, subscriber: {address: {country: NO}}").ruleId()).isEqualTo("rest");
        assertThat(carried(configuration, "everywhere").account().name()).isEqualTo("one");
    }

    @Test
    void no_rule_means_no_route() {
        Configuration configuration = configuration("routes: [{id: vip, tenant: acme, when: '.metadata.vip', targets: [{account: one, weight: 1}]}]");
        assertThat(decide(configuration, "everywhere", "s")).isInstanceOf(Decision.NoRoute.class);
        assertThat(decide(configuration, "everywhere, metadata: {vip: true}", "s")).isInstanceOf(Decision.Carried.class);
    }

    @Test
    void a_predicate_that_fails_refuses_the_request_instead_of_trying_the_next_rule() {
        Configuration configuration = configuration("""
                routes:
                  - {id: fragile, tenant: acme, when: 'number(.referenceId) > 5', targets: [{account: one, weight: 1}]}
                  - {id: rest, tenant: acme, targets: [{account: two, weight: 1}]}
                """);
        assertThat(decide(configuration, "everywhere, referenceId: abc", "s"))
                .isEqualTo(new Decision.NoRoute("Routing rule fragile cannot be evaluated for this request."));
    }

    @Test
    void an_unknown_offering_and_one_of_another_tenant_look_the_same() {
        Configuration configuration = configuration("routes: [{id: all, tenant: acme, targets: [{account: one, weight: 1}]}]");
        assertThat(decide(configuration, "nothing", "s")).isEqualTo(new Decision.UnknownOffering("nothing"));
        assertThat(decide(configuration, "not-for-acme", "s")).isEqualTo(new Decision.UnknownOffering("not-for-acme"));
    }

    @Test
    void an_account_whose_provider_has_no_plan_is_passed_over() {
        Configuration configuration = configuration("""
                routes: [{id: all, tenant: acme, targets: [{account: two, weight: 1000}, {account: one, weight: 1}]}]
                """);
        assertThat(IntStream.range(0, 50).mapToObj(i -> decide(configuration, "connect-only", "sub_" + i)))
                .allSatisfy(decision -> assertThat(((Decision.Carried) decision).account().name()).isEqualTo("one"));
    }

    @Test
    void what_becomes_of_a_change_is_said_by_the_first_rule_of_the_tenant_that_names_its_account() {
        Configuration configuration = configuration("""
                routes:
                  - {id: others, tenant: globex, targets: [{account: one, weight: 1}], onUnavailable: queue}
                  - {id: vip, tenant: acme, when: '.metadata.vip', targets: [{account: two, weight: 1}], failover: [three], onUnavailable: queue}
                  - {id: rest, tenant: acme, targets: [{account: one, weight: 1}, {account: two, weight: 1}]}
                """);
        assertThat(router.onUnavailable(configuration, "acme", "two")).isEqualTo(OnUnavailable.QUEUE);
        assertThat(router.onUnavailable(configuration, "acme", "three")).isEqualTo(OnUnavailable.QUEUE);
        assertThat(router.onUnavailable(configuration, "acme", "one")).isEqualTo(OnUnavailable.REJECT);
        assertThat(router.onUnavailable(configuration, "acme", "of-no-rule")).isEqualTo(OnUnavailable.REJECT);
    }

    @Test
    void a_rule_without_an_able_account_is_no_route() {
        Configuration configuration = configuration("routes: [{id: all, tenant: acme, targets: [{account: two, weight: 1}]}]");
        assertThat(decide(configuration, "connect-only", "s"))
                .isEqualTo(new Decision.NoRoute("No account of routing rule all has a plan for connect-only."));
    }

    @Test
    void the_same_subscription_always_goes_to_the_same_account() {
        Configuration configuration = weighted();
        assertThat(IntStream.range(0, 200).mapToObj(i -> "sub_" + i)).allSatisfy(id ->
                assertThat(decide(configuration, "everywhere", id)).isEqualTo(decide(configuration, "everywhere", id)));
    }

    @Test
    void subscriptions_spread_in_proportion_to_the_weights() {
        Configuration configuration = weighted();
        Map<String, Long> shares = IntStream.range(0, 10_000)
                .mapToObj(i -> ((Decision.Carried) decide(configuration, "everywhere", "sub_0193" + i)).account().name())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        assertThat(shares.get("one")).isCloseTo(7_000L, within(300L));
        assertThat(shares.get("two")).isCloseTo(3_000L, within(300L));
        assertThat(shares).doesNotContainKey("three");
    }

    @Test
    void failover_leaves_out_the_chosen_account_and_those_without_a_plan() {
        Configuration configuration = configuration("""
                routes: [{id: all, tenant: acme, targets: [{account: one, weight: 1}], failover: [one, three, two], onUnavailable: queue}]
                """);
        Decision.Carried everywhere = carried(configuration, "everywhere");
        assertThat(everywhere.failover()).extracting(Account::name).containsExactly("three", "two");
        assertThat(everywhere.onUnavailable()).isEqualTo(OnUnavailable.QUEUE);
        assertThat(carried(configuration, "connect-only").failover()).isEmpty();
    }

    @Test
    void defaults_are_the_careful_choice_and_a_trailing_slash_does_not_count() {
        Decision.Carried carried = carried(configuration("routes: [{id: all, tenant: acme, targets: [{account: one, weight: 1}]}]"), "everywhere");
        assertThat(carried.onUnavailable()).isEqualTo(OnUnavailable.REJECT);
        assertThat(carried.account().sandbox()).isFalse();
        assertThat(carried.account().baseUrl()).hasToString("http://localhost");
    }

    @Test
    void an_account_that_is_draining_or_in_maintenance_is_passed_over_and_the_others_keep_what_falls_on_them() {
        Configuration before = configuration("""
                routes: [{id: all, tenant: acme, targets: [{account: one, weight: 50}, {account: two, weight: 25}, {account: three, weight: 25}]}]
                """);
        for (String state : List.of("draining", "maintenance")) {
            Configuration after = ConfigurationAssembler.assemble(2, yaml((BASE + """
                    routes: [{id: all, tenant: acme, targets: [{account: one, weight: 50}, {account: two, weight: 25}, {account: three, weight: 25}]}]
                    """).replace("one: {provider: connect,", "one: {provider: connect, state: " + state + ",")));
            Map<String, Long> moved = IntStream.range(0, 4_000).mapToObj(i -> "sub_" + i).map(id -> {
                String was = account(before, id);
                String is = account(after, id);
                assertThat(is).isNotEqualTo("one");
                assertThat(was.equals("one") || was.equals(is)).isTrue();
                return was.equals("one") ? is : "stays";
            }).collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            assertThat(moved.get("two")).isCloseTo(1_000L, within(120L));
            assertThat(moved.get("three")).isCloseTo(1_000L, within(120L));
        }
    }

    private String account(Configuration configuration, String id) {
        return ((Decision.Carried) decide(configuration, "everywhere", id)).account().name();
    }

    @Test
    void where_no_target_is_in_service_the_failover_list_is_next_without_those_out_of_service() {
        Decision.Carried carried = carried(configuration("""
                routes: [{id: all, tenant: acme, targets: [{account: quiet, weight: 1}, {account: leaving, weight: 1}], failover: [leaving, three, two]}]
                """), "everywhere");
        assertThat(carried.account().name()).isEqualTo("three");
        assertThat(carried.failover()).extracting(Account::name).containsExactly("two");
    }

    @Test
    void where_nobody_is_in_service_an_order_is_given_to_an_account_in_maintenance_for_that_ends() {
        Decision.Carried carried = carried(configuration("""
                routes: [{id: all, tenant: acme, targets: [{account: leaving, weight: 9}, {account: quiet, weight: 1}], onUnavailable: queue}]
                """), "everywhere");
        assertThat(carried.account().name()).isEqualTo("quiet");
        assertThat(carried.failover()).isEmpty();
        assertThat(carried(configuration("routes: [{id: all, tenant: acme, targets: [{account: leaving, weight: 1}], failover: [quiet]}]"), "everywhere")
                .account().name()).isEqualTo("quiet");
    }

    @Test
    void where_all_are_draining_nobody_carries_it() {
        assertThat(decide(configuration("routes: [{id: all, tenant: acme, targets: [{account: leaving, weight: 1}], failover: [leaving], onUnavailable: queue}]"),
                "everywhere", "s")).isEqualTo(new Decision.Draining("all"));
    }

    @Test
    void a_test_tenant_never_reaches_a_real_account_nor_a_live_one_a_sandbox_whatever_the_document_says() {
        Configuration slipped = configuration("""
                routes:
                  - {id: real, tenant: globex, targets: [{account: one, weight: 1}], failover: [two]}
                  - {id: mixed, tenant: acme, targets: [{account: toy, weight: 99}, {account: one, weight: 1}], failover: [toy, two]}
                """);
        assertThat(router.decide(slipped, "globex", (ObjectNode) yaml("{productOfferingId: everywhere}"), "s"))
                .isEqualTo(new Decision.NoRoute("No account of routing rule real is for a tenant in test mode."));
        Decision.Carried carried = carried(slipped, "everywhere");
        assertThat(carried.account().name()).isEqualTo("one");
        assertThat(carried.failover()).extracting(Account::name).containsExactly("two");
    }

    @Test
    void the_reasoning_tells_of_each_rule_each_account_and_each_draw_and_nothing_of_the_request() {
        Configuration configuration = configuration("""
                routes:
                  - {id: other, tenant: globex, targets: [{account: toy, weight: 1}]}
                  - {id: vip, tenant: acme, when: '.metadata.vip', targets: [{account: one, weight: 1}]}
                  - {id: rest, tenant: acme, targets: [{account: quiet, weight: 1000}, {account: two, weight: 1}, {account: three, weight: 0}], failover: [toy, leaving]}
                """);
        Reasoning reasoning = router.reason(configuration, "acme", (ObjectNode) yaml("{productOfferingId: connect-only}"), "s");
        assertThat(reasoning.rules()).extracting(Reasoning.Asked::finding)
                .containsExactly(Reasoning.Finding.OTHER_TENANT, Reasoning.Finding.NO_MATCH, Reasoning.Finding.MATCHED);
        assertThat(reasoning.accounts()).extracting(Reasoning.Considered::standing).containsExactly(Reasoning.Standing.MAINTENANCE,
                Reasoning.Standing.NO_PLAN, Reasoning.Standing.WEIGHT_ZERO, Reasoning.Standing.OTHER_MODE, Reasoning.Standing.NO_PLAN);
        assertThat(reasoning.draws()).extracting(Reasoning.Draw::account).containsExactly("quiet");

        Reasoning failed = router.reason(configuration("routes: [{id: fragile, tenant: acme, when: 'number(.referenceId) > 5', targets: [{account: one, weight: 1}]}]"),
                "acme", (ObjectNode) yaml("{productOfferingId: everywhere, referenceId: secret-words}"), "s");
        assertThat(failed.rules()).singleElement().satisfies(asked -> assertThat(asked.fault()).contains("fails").doesNotContain("secret-words"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 / number(.n) > 0", "def again(n) again($n + 1) again(1)", "number(.referenceId) > 5"})
    void a_rule_that_breaks_down_on_a_request_is_no_route_and_is_told_as_failed(String when) {
        Configuration configuration = configuration("""
                routes:
                  - {id: fragile, tenant: acme, when: '%s', targets: [{account: one, weight: 1}]}
                  - {id: rest, tenant: acme, targets: [{account: two, weight: 1}]}
                """.formatted(when));
        ObjectNode command = (ObjectNode) yaml("{productOfferingId: everywhere, n: 0, referenceId: secret-words}");
        assertThat(router.decide(configuration, "acme", command, "s"))
                .isEqualTo(new Decision.NoRoute("Routing rule fragile cannot be evaluated for this request."));
        Reasoning reasoning = router.reason(configuration, "acme", command, "s");
        assertThat(reasoning.rules()).extracting(Reasoning.Asked::finding).containsExactly(Reasoning.Finding.FAILED, Reasoning.Finding.NOT_REACHED);
        assertThat(reasoning.rules().getFirst().fault()).startsWith("its predicate fails").doesNotContain("secret-words");
    }

    @Test
    void an_order_asks_the_rules_of_its_own_tenant_only() {
        Configuration all = configuration("""
                routes:
                  - {id: other, tenant: globex, targets: [{account: toy, weight: 1}]}
                  - {id: vip, tenant: acme, when: '.metadata.vip', targets: [{account: one, weight: 1}]}
                  - {id: rest, tenant: acme, targets: [{account: two, weight: 1}]}
                """);
        assertThat(all.rulesOf("acme")).extracting(Rule::id).containsExactly("vip", "rest");
        assertThat(all.rulesOf("nobody")).isEmpty();
        Configuration own = new Configuration(1, all.tenants(), all.administrators(), all.accounts(), all.offerings(), List.of(), all.byTenant());
        assertThat(carried(own, "everywhere").ruleId()).isEqualTo("rest");
    }

    @Test
    void a_condition_has_no_functions_of_its_own() {
        assertThat(Predicate.defines("def f(n) $n f(.a)")).isTrue();
        assertThat(Predicate.defines("let a = \"\\\"\" // x\ndef\nf(n) f($n) f($a)")).isTrue();
        assertThat(Predicate.defines(".a == \"def x\" // def y")).isFalse();
        assertThat(Predicate.defines("$def == .default")).isFalse();
    }

    private static Configuration weighted() {
        return configuration("""
                routes: [{id: all, tenant: acme, targets: [{account: one, weight: 70}, {account: two, weight: 30}, {account: three, weight: 0}]}]
                """);
    }

    private Decision.Carried carried(Configuration configuration, String command) {
        return (Decision.Carried) decide(configuration, command, "sub_1");
    }

    private Decision decide(Configuration configuration, String command, String subscriptionId) {
        return router.decide(configuration, "acme", (ObjectNode) yaml("{productOfferingId: " + command + "}"), subscriptionId);
    }

    private static Configuration configuration(String routes) {
        return ConfigurationAssembler.assemble(1, yaml(BASE + routes));
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
