package io.patchbay.route;

import io.patchbay.contract.Problem;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.contract.ProblemCode;
import io.patchbay.operation.HoldingCounts;
import io.patchbay.operation.Holdings;
import io.patchbay.provider.Account;
import io.patchbay.routing.Configuration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** A subscription stays with the account that made it and the tenant that ordered it, so neither may be taken from under it. */
@Component
@Order(1)
class InUse implements ChangeCondition {

    private final HoldingCounts counts;

    InUse(HoldingCounts counts) {
        this.counts = counts;
    }

    @Override
    public Optional<Problem> refuses(ProposedChange change) {
        return refusal(ProblemCode.ACCOUNT_IN_USE, "accounts", held(lostAccounts(change.before(), change.after()), counts::ofAccount),
                "Set its state to draining, so that it takes no new subscription; once those that it holds have ended it can be taken out.")
                .or(() -> refusal(ProblemCode.TENANT_IN_USE, "tenants", held(gone(change.before().tenants(), change.after().tenants()), counts::ofTenant),
                        "Take its keys away to shut it out; once its subscriptions have ended it can be taken out."));
    }

    /** Those that are no longer there, and those of another provider, which would not know their subscriptions. */
    private static Set<String> lostAccounts(Configuration before, Configuration after) {
        Set<String> lost = gone(before.accounts(), after.accounts());
        after.accounts().values().stream().filter(account -> isOfAnotherProvider(before.accounts().get(account.name()), account))
                .map(Account::name).forEach(lost::add);
        return lost;
    }

    private static boolean isOfAnotherProvider(Account before, Account after) {
        return before != null && !before.provider().equals(after.provider());
    }

    private static Set<String> gone(Map<String, ?> before, Map<String, ?> after) {
        Set<String> gone = new TreeSet<>(before.keySet());
        gone.removeAll(after.keySet());
        return gone;
    }

    private static Map<String, Holdings> held(Set<String> names, Function<String, Holdings> counting) {
        Map<String, Holdings> held = new LinkedHashMap<>();
        names.forEach(name -> held.put(name, counting.apply(name)));
        held.values().removeIf(Holdings::isEmpty);
        return held;
    }

    private static Optional<Problem> refusal(ProblemCode code, String section, Map<String, Holdings> held, String advice) {
        return held.isEmpty() ? Optional.empty() : Optional.of(Problem.of(code, "In use: " + held + ". " + advice)
                .errors(held.entrySet().stream().map(entry -> new FieldError("/" + section + "/" + entry.getKey(), null, "in-use",
                        entry.getKey() + " is in use (" + entry.getValue() + ").")).toList()));
    }
}
