package io.patchbay.routing;

import io.patchbay.provider.Account;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything an operator decides, as one immutable snapshot: a request ends on the one it began with.
 *
 * @param revision number of the stored revision it was made from; larger is newer
 * @param rules    in the order in which they are asked
 * @param byTenant the same rules, in the same order, by the tenant whose they are: an order asks its own only, however many others have
 */
public record Configuration(long revision, Map<String, Tenant> tenants, List<Administrator> administrators,
                            Map<String, Account> accounts, Map<String, Offering> offerings, List<Rule> rules,
                            Map<String, List<Rule>> byTenant) {

    public Configuration {
        tenants = Map.copyOf(tenants);
        administrators = List.copyOf(administrators);
        accounts = Map.copyOf(accounts);
        offerings = Map.copyOf(offerings);
        rules = List.copyOf(rules);
        byTenant = Map.copyOf(byTenant);
    }

    public Configuration(long revision, Map<String, Tenant> tenants, List<Administrator> administrators,
                         Map<String, Account> accounts, Map<String, Offering> offerings, List<Rule> rules) {
        this(revision, tenants, administrators, accounts, offerings, rules,
                rules.stream().collect(Collectors.groupingBy(Rule::tenant, Collectors.toUnmodifiableList())));
    }

    List<Rule> rulesOf(String tenant) {
        return byTenant.getOrDefault(tenant, List.of());
    }
}
