package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.provider.Account;
import io.patchbay.provider.AccountState;
import io.patchbay.provider.Scheduling;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.Mode;
import io.patchbay.routing.Tenant;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may not change with a rollout, since either of its two revisions may be the one that is left. */
class StrandedByTrialTest {

    private static final Configuration BEFORE = configuration(List.of("acme", "globex"), account("one", "connect"), account("two", "telegent"));

    private static Configuration configuration(List<String> tenants, Account... accounts) {
        return new Configuration(0, tenants.stream().collect(Collectors.toMap(Function.identity(), StrandedByTrialTest::tenant)), List.of(),
                Arrays.stream(accounts).collect(Collectors.toMap(Account::name, Function.identity())), Map.of(), List.of());
    }

    private static Tenant tenant(String name) {
        return new Tenant(name, name, Mode.LIVE, Optional.empty(), List.of());
    }

    private static Account account(String name, String provider) {
        return new Account(name, provider, name, URI.create("http://localhost"), Map.of(), JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true,
                AccountState.OPEN, null);
    }

    private static Optional<Problem> refusal(Purpose purpose, Configuration after) {
        return new StrandedByTrial().refuses(new ProposedChange("demo", BEFORE, after, JsonNodeFactory.instance.objectNode(), null, null, purpose));
    }

    private static void assertRefused(Configuration after, String pointer, String advice) {
        Problem problem = refusal(Purpose.TRIAL, after).orElseThrow();
        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_CONFIGURATION);
        assertThat(problem.errors()).singleElement().satisfies(error -> {
            assertThat(error.pointer()).isEqualTo(pointer);
            assertThat(error.message()).contains(advice);
        });
    }

    @Test
    void an_account_that_is_new_is_refused() {
        assertRefused(configuration(List.of("acme", "globex"), account("one", "connect"), account("two", "telegent"), account("three", "connect")),
                "/accounts/three", "Add the account for everybody first, then try out the rules that use it");
    }

    @Test
    void an_account_that_goes_is_refused() {
        assertRefused(configuration(List.of("acme", "globex"), account("one", "connect")), "/accounts/two", "then take the account out for everybody");
    }

    @Test
    void an_account_that_changes_its_provider_is_refused() {
        assertRefused(configuration(List.of("acme", "globex"), account("one", "tellisim"), account("two", "telegent")),
                "/accounts/one/provider", "Add an account at the other provider for everybody first");
    }

    @Test
    void a_tenant_that_goes_is_refused() {
        assertRefused(configuration(List.of("acme"), account("one", "connect"), account("two", "telegent")), "/tenants/globex", "Take it out for everybody at once");
    }

    @Test
    void everything_is_told_at_once() {
        Problem problem = refusal(Purpose.TRIAL, configuration(List.of(), account("three", "connect"), account("two", "connect"))).orElseThrow();
        assertThat(problem.errors()).extracting(FieldError::pointer)
                .containsExactly("/accounts/three", "/accounts/one", "/accounts/two/provider", "/tenants/acme", "/tenants/globex");
    }

    @Test
    void what_both_revisions_have_may_be_tried_out_otherwise() {
        Account moved = new Account("one", "connect", "Elsewhere", URI.create("http://127.0.0.1"), Map.of(), JsonNodeFactory.instance.objectNode(),
                Scheduling.GATEWAY, true, AccountState.DRAINING, 7);
        assertThat(refusal(Purpose.TRIAL, configuration(List.of("acme", "globex", "initech"), moved, account("two", "telegent")))).isEmpty();
    }

    @Test
    void for_everybody_at_once_it_is_no_matter() {
        for (Purpose purpose : List.of(Purpose.CHANGE, Purpose.RESTORE)) {
            assertThat(refusal(purpose, configuration(List.of(), account("three", "connect")))).isEmpty();
        }
    }
}
