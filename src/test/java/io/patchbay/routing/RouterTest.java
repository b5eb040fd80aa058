package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.patchbay.provider.Account;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final String BASE = """
            accounts:
              one: {provider: connect, title: One, baseUrl: "http://localhost/"}
              two: {provider: telegent, title: Two, baseUrl: "http://localhost"}
              three: {provider: tellisim, title: Three, baseUrl: "http://localhost"}
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
