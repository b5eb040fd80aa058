package io.patchbay.routing;

import io.patchbay.provider.Account;
import java.util.List;
import java.util.Map;

/**
 * Everything an operator decides, as one immutable snapshot: a request ends on the one it began with.
 *
 * @param revision number of the stored revision it was made from; larger is newer
 * @param rules    in the order in which they are asked
 */
public record Configuration(long revision, Map<String, Tenant> tenants, List<Administrator> administrators,
                            Map<String, Account> accounts, Map<String, Offering> offerings, List<Rule> rules) {

    public Configuration {
        tenants = Map.copyOf(tenants);
        administrators = List.copyOf(administrators);
        accounts = Map.copyOf(accounts);
        offerings = Map.copyOf(offerings);
        rules = List.copyOf(rules);
    }
}
