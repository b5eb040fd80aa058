package io.patchbay.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/**
 * A contract with a provider: where its API is, what it is called with, and which subscriptions it may hold. Part of an immutable
 * configuration; {@code settings} must not be changed.
 *
 * @param name              the operator's name for it, unique in the configuration
 * @param provider          the provider unit that speaks its API
 * @param baseUrl           without query and without trailing slash
 * @param credentials       credential name to reference ({@code env:}, {@code file:} or {@code property:}), never a value
 * @param settings          what the provider's sheet lets an account choose, nothing secret
 * @param sandbox           a test account: orders cost nothing and reach no subscriber
 * @param state             what an operator lets it do
 * @param requestsPerMinute what was agreed for this account; 0 = no limit, null = what the provider's sheet says
 */
public record Account(String name, String provider, String title, URI baseUrl, Map<String, String> credentials,
                      ObjectNode settings, Scheduling scheduling, boolean sandbox, AccountState state, Integer requestsPerMinute) {

    public Account {
        credentials = Map.copyOf(credentials);
    }

    /** Two of one name are rare, and settings would be gone through with every order to tell them apart. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** One that may do everything. */
    public Account(String name, String provider, String title, URI baseUrl, Map<String, String> credentials, ObjectNode settings,
                   Scheduling scheduling, boolean sandbox, Integer requestsPerMinute) {
        this(name, provider, title, baseUrl, credentials, settings, scheduling, sandbox, AccountState.OPEN, requestsPerMinute);
    }
}
