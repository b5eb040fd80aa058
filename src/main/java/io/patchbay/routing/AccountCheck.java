package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.TreeSet;

/** An account must give what its provider's sheet asks for. */
final class AccountCheck implements ConfigurationCheck {

    private static final int HIGHEST_PORT = 65_535;

    @Override
    public void check(Draft draft, KnownProviders known) {
        draft.entries("accounts").forEach((name, account) -> {
            String pointer = Draft.below("/accounts", name);
            String provider = account.path("provider").asText();
            baseUrl(draft, pointer + "/baseUrl", account.path("baseUrl"));
            if (known.names().contains(provider)) {
                credentials(draft, pointer, account, provider, known);
                settings(draft, pointer, account, provider, known);
            } else if (!provider.isEmpty() && !known.outOfService().contains(provider)) {
                draft.problem(pointer + "/provider", Unknown.provider(provider, known));
            }
        });
    }

    /** What the schema's pattern lets through may still be no address. */
    private static void baseUrl(Draft draft, String pointer, JsonNode given) {
        boolean reported = draft.problems().stream().anyMatch(problem -> problem.pointer().equals(pointer));
        if (given.isTextual() && !reported && !isBaseUrl(given.asText())) {
            draft.problem(pointer, "is no address; give http or https, a host and perhaps a port and a path, without user, query and fragment");
        }
    }

    private static boolean isBaseUrl(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null && uri.getPort() <= HIGHEST_PORT
                    && uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    private static void credentials(Draft draft, String pointer, JsonNode account, String provider, KnownProviders known) {
        JsonNode given = account.path("credentials");
        new TreeSet<>(known.credentials(provider)).stream().filter(wanted -> !given.has(wanted)).forEach(wanted ->
                draft.problem(pointer + "/credentials/" + wanted, "missing; an account of %s needs a reference to it".formatted(provider)));
        given.properties().stream().map(entry -> entry.getKey()).filter(name -> !known.credentials(provider).contains(name) && !known.optionalCredentials(provider).contains(name)).forEach(name ->
                draft.problem(Draft.below(pointer + "/credentials", name), "%s takes no such credential".formatted(provider)));
    }

    private static void settings(Draft draft, String pointer, JsonNode account, String provider, KnownProviders known) {
        new TreeSet<>(known.requiredSettings(provider)).stream().filter(wanted -> !account.path("settings").hasNonNull(wanted)).forEach(wanted ->
                draft.problem(pointer + "/settings/" + wanted, "missing; an account of %s needs this setting".formatted(provider)));
    }
}
