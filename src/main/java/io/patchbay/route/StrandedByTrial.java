package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.provider.Account;
import io.patchbay.routing.Configuration;
import io.patchbay.routing.ConfigurationProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * While a revision is tried out orders are carried out by both, and either may be the one that is left in the end. What one of them makes at
 * an account that the other does not have would then belong to nobody, and the guard takes back at night, without asking what is held.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StrandedByTrial implements ChangeCondition {

    @Override
    public Optional<Problem> refuses(ProposedChange change) {
        if (change.purpose() != Purpose.TRIAL) {
            return Optional.empty();
        }
        List<ConfigurationProblem> problems = new ArrayList<>();
        accounts(change.before(), change.after(), problems);
        without(change.before().tenants().keySet(), change.after().tenants().keySet()).forEach(tenant -> problems.add(problem("/tenants/" + tenant,
                "must stay in a rollout: the tenant goes on ordering by the revision in force meanwhile. Take it out for everybody at once")));
        return problems.isEmpty() ? Optional.empty() : Optional.of(Authoring.invalid(problems));
    }

    private static void accounts(Configuration before, Configuration after, List<ConfigurationProblem> problems) {
        without(after.accounts().keySet(), before.accounts().keySet()).forEach(added -> problems.add(problem("/accounts/" + added,
                "must not begin with a rollout: what is made there would be left behind if it is taken back. Add the account for everybody first, then try out "
                        + "the rules that use it")));
        without(before.accounts().keySet(), after.accounts().keySet()).forEach(removed -> problems.add(problem("/accounts/" + removed,
                "must stay in a rollout: the revision in force creates there meanwhile. Try out the rules that leave it, then take the account out for everybody")));
        new TreeMap<>(before.accounts()).values().stream().filter(account -> isOfAnotherProvider(account, after.accounts().get(account.name())))
                .forEach(moved -> problems.add(problem("/accounts/" + moved.name() + "/provider", "must stay the same in a rollout: each provider would know "
                        + "half of what the account holds. Add an account at the other provider for everybody first, then try out the rules that use it")));
    }

    private static boolean isOfAnotherProvider(Account before, Account after) {
        return after != null && !before.provider().equals(after.provider());
    }

    private static Set<String> without(Collection<String> these, Collection<String> those) {
        Set<String> rest = new TreeSet<>(these);
        rest.removeAll(those);
        return rest;
    }

    private static ConfigurationProblem problem(String pointer, String message) {
        return new ConfigurationProblem("", pointer, message);
    }
}
