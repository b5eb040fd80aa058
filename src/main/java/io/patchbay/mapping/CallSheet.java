package io.patchbay.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One call of the provider's own API, per {@code calls.<name>} of provider.yaml.
 *
 * @param name               the provider's word for it
 * @param http               method and path template, e.g. {@code POST /v1.0/subscriptions}
 * @param summary            what it does, in a few words
 * @param documentation      page that describes it
 * @param mutates            whether it changes something at the provider
 * @param retryAuthorisation whether an UNAUTHORISED answer is retried once with fresh authorisation
 * @param probe              ways to settle a lost answer, in order
 * @param unprovable         why nothing can settle it; null when probes do
 * @param remember           how long an answer that went well may stand for asking again; null = it is always asked
 * @param outcomes           rules tried before the provider's table
 */
public record CallSheet(String name, String http, String summary, String documentation, boolean mutates,
                        Boolean retryAuthorisation, List<Probe> probe, String unprovable, Duration remember, List<OutcomeRule> outcomes) {
    public CallSheet {
        retryAuthorisation = retryAuthorisation == null || retryAuthorisation;
        probe = probe == null ? List.of() : List.copyOf(probe);
        outcomes = outcomes == null ? List.of() : List.copyOf(outcomes);
    }

    public String method() {
        return http.substring(0, http.indexOf(' '));
    }

    /** The path with {@code {name}} where parameters belong. */
    public String pathTemplate() {
        return http.substring(http.indexOf(' ') + 1);
    }

    /** The rule of this call with this name; empty where the provider's own table decided. */
    Optional<OutcomeRule> outcome(String rule) {
        return outcomes.stream().filter(candidate -> candidate.id().equals(rule)).findFirst();
    }

    CallSheet named(String given) {
        return new CallSheet(given, http, summary, documentation, mutates, retryAuthorisation, probe, unprovable, remember, outcomes);
    }
}
