package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;

/** An account must give what its provider's sheet asks for. */
final class AccountCheck implements ConfigurationCheck {

    @Override
    public void check(Draft draft, KnownProviders known) {
        draft.entries("accounts").forEach((name, account) -> {
            String pointer = Draft.below("/accounts", name);
            String provider = account.path("provider").asText();
            if (known.names().contains(provider)) {
                credentials(draft, pointer, account, provider, known);
                settings(draft, pointer, account, provider, known);
            } else if (!provider.isEmpty() && !known.outOfService().contains(provider)) {
                draft.problem(pointer + "/provider", Unknown.provider(provider, known));
            }
        });
    }

    private static void credentials(Draft draft, String pointer, JsonNode account, String provider, KnownProviders known) {
        JsonNode given = account.path("credentials");
        new TreeSet<>(known.credentials(provider)).stream().filter(wanted -> !given.has(wanted)).forEach(wanted ->
                draft.problem(pointer + "/credentials/" + wanted, "missing; an account of %s needs a reference to it".formatted(provider)));
        given.properties().stream().map(entry -> entry.getKey()).filter(name -> !known.credentials(provider).contains(name)).forEach(name ->
                draft.problem(Draft.below(pointer + "/credentials", name), "%s takes no such credential".formatted(provider)));
    }

    private static void settings(Draft draft, String pointer, JsonNode account, String provider, KnownProviders known) {
        new TreeSet<>(known.requiredSettings(provider)).stream().filter(wanted -> !account.path("settings").hasNonNull(wanted)).forEach(wanted ->
                draft.problem(pointer + "/settings/" + wanted, "missing; an account of %s needs this setting".formatted(provider)));
    }
}
