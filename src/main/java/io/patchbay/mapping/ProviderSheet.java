package io.patchbay.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A provider's sheet as written in {@code mappings/providers/<name>/provider.yaml}; meaning and unit of every field are in
 * {@code contracts/schema/provider.schema.json}.
 */
public record ProviderSheet(@JsonProperty("provider") String name, String title, String documentation, Shell shell,
                            boolean schedules, Ends ends, Map<String, Credential> credentials, Map<String, Setting> settings,
                            Map<String, PlanKey> plan, Authorisation authorisation, Map<String, Derived> derived,
                            Http http, Breaker breaker, Limits limits, Settling settling, Retry retry, Polling polling, Scrub scrub,
                            Verify verify,
                            Map<String, CallSheet> calls,
                            Map<CanonicalOperation, Steps> operations, Map<String, Pool> pools,
                            Map<CanonicalOperation, String> refusals, List<Cannot> cannot, List<Loss> loses,
                            List<OutcomeRule> outcomes) {
    public ProviderSheet {
        credentials = fixed(credentials);
        settings = fixed(settings);
        plan = fixed(plan);
        derived = fixed(derived);
        calls = named(calls);
        operations = fixed(operations);
        pools = fixed(pools);
        refusals = fixed(refusals);
        cannot = cannot == null ? List.of() : List.copyOf(cannot);
        loses = loses == null ? List.of() : List.copyOf(loses);
        outcomes = List.copyOf(outcomes);
    }

    /** The settings an account has when it gives none; a null default is left out. */
    public ObjectNode defaults() {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        settings.forEach((name, setting) -> {
            if (setting.preset() != null && !setting.preset().isNull()) {
                given.set(name, setting.preset());
            }
        });
        return given;
    }

    /** Whether a successful answer to this call, decided by this rule, says that the call did what it is for. */
    public boolean doneBy(String call, String rule) {
        return calls.get(call).outcome(rule)
                .or(() -> outcomes.stream().filter(candidate -> candidate.id().equals(rule)).findFirst())
                .map(OutcomeRule::done).orElse(true);
    }

    private static <K, V> Map<K, V> fixed(Map<K, V> given) {
        return given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    private static Map<String, CallSheet> named(Map<String, CallSheet> calls) {
        Map<String, CallSheet> named = new LinkedHashMap<>();
        calls.forEach((name, call) -> named.put(name, call.named(name)));
        return Collections.unmodifiableMap(named);
    }

    /** Who keeps a subscription that was ordered without activation. */
    public enum Shell {
        /** The provider keeps it. */
        @JsonProperty("native") NATIVE,
        /** We keep it and send nothing. */
        @JsonProperty("gateway") GATEWAY
    }

    /** Who sees to something that has been ordered for later. */
    public enum Keeper {
        /** The provider is told once and does it by itself. */
        @JsonProperty("provider") PROVIDER,
        /** We remember it and order it when it is due. */
        @JsonProperty("gateway") GATEWAY
    }

    /**
     * Who ends a subscription.
     *
     * @param until    at the end its activation was given
     * @param cancelAt at the date of a cancellation
     * @param ahead    how long before an end that we keep its provider has to be told, with the date; null = at that moment
     */
    public record Ends(Keeper until, Keeper cancelAt, Duration ahead) {
    }

    /**
     * A secret an account has to reference, or may; the description is for people.
     *
     * @param required false while a credential is on its way in or out: then units and configurations can be changed one after the other
     */
    public record Credential(String description, Boolean required) {
        public Credential {
            required = required == null || required;
        }
    }

    /**
     * What an account may tune.
     *
     * @param preset the default; null = absent
     */
    public record Setting(String description, boolean required, @JsonProperty("default") JsonNode preset) {
    }

    /** A field of an offering's plan at this provider. */
    public record PlanKey(String description, Boolean required) {
        public PlanKey {
            required = required == null || required;
        }
    }

    /**
     * How requests are authorised.
     *
     * @param inputs everything the mechanism is parametrised with, as written
     */
    public record Authorisation(String mechanism, ObjectNode inputs) {
        /** @return null if the sheet does not give this input */
        public String text(String input) {
            return inputs.path(input).asText(null);
        }
    }

    /**
     * A secret worked out from a credential.
     *
     * @param length in characters
     */
    public record Derived(String credential, int length) {
    }

    /**
     * Time-outs and the size of the connection pool.
     *
     * @param pool        longest wait for a free connection
     * @param connections at most, for each account and node
     */
    public record Http(Duration connect, Duration pool, Duration response, int connections) {
    }

    /**
     * The circuit breaker of an account.
     *
     * @param failureRate   that opens it, in percent
     * @param window        how many of the last calls count
     * @param open          how long it stays open
     * @param halfOpenCalls that are let through to find out
     */
    public record Breaker(int failureRate, int window, int minimumCalls, Duration open, int halfOpenCalls) {
    }

    /**
     * What the provider takes.
     *
     * @param requestsPerMinute null = not documented
     * @param tokensCount       whether fetching a token is one of these requests
     */
    public record Limits(Integer requestsPerMinute, boolean tokensCount) {
    }

    /** Names whose values are struck out of everything that is kept. */
    public record Scrub(List<String> headers, List<String> query, List<String> fields) {
        public Scrub {
            headers = headers == null ? List.of() : List.copyOf(headers);
            query = query == null ? List.of() : List.copyOf(query);
            fields = fields == null ? List.of() : List.copyOf(fields);
        }
    }

    /**
     * How an account's credentials are tried.
     *
     * @param call that harms nobody and needs nothing of an order
     */
    public record Verify(String call) {
    }

    /** An operation, step by step. */
    public record Steps(List<Step> steps) {
    }

    /**
     * Things that are picked by us.
     *
     * @param key     JSLT: which shelf
     * @param restock call that lists free items
     */
    public record Pool(String key, String restock) {
    }

    /**
     * A field of a command that the provider cannot honour; the order is refused.
     *
     * @param when JSLT; null = whenever the field is there
     */
    public record Cannot(String pointer, List<CanonicalOperation> operations, String message, String when) {
    }

    /**
     * A field of a command that is carried out without; the caller is told.
     *
     * @param when JSLT; null = whenever the field is there
     */
    public record Loss(String pointer, List<CanonicalOperation> operations, String code, String message, String when) {
    }
}
