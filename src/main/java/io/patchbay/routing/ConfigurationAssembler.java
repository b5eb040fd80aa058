package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.provider.Account;
import io.patchbay.provider.AccountState;
import io.patchbay.provider.Scheduling;
import java.net.URI;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Makes the immutable configuration of a document in which no problem was found. */
final class ConfigurationAssembler {

    private ConfigurationAssembler() {
    }

    static Configuration assemble(long revision, JsonNode document) {
        return new Configuration(revision,
                map(document.path("tenants"), ConfigurationAssembler::tenant),
                list(document.path("administrators"), item -> new Administrator(text(item, "id"), text(item, "hash"))),
                map(document.path("accounts"), ConfigurationAssembler::account),
                map(document.path("offerings"), ConfigurationAssembler::offering),
                list(document.path("routes"), ConfigurationAssembler::rule));
    }

    private static Tenant tenant(String name, JsonNode tenant) {
        return new Tenant(name, text(tenant, "title"), word(Mode.class, tenant.path("mode").asText()),
                Optional.ofNullable(text(tenant, "timeZone")).map(ZoneId::of), list(tenant.path("keys"), ConfigurationAssembler::key));
    }

    private static ApiKey key(JsonNode key) {
        return new ApiKey(text(key, "id"), text(key, "hash"),
                Set.copyOf(list(key.path("scopes"), scope -> word(Scope.class, scope.asText()))));
    }

    private static Account account(String name, JsonNode account) {
        return new Account(name, text(account, "provider"), text(account, "title"),
                URI.create(text(account, "baseUrl").replaceFirst("/+$", "")),
                map(account.path("credentials"), (credential, reference) -> reference.asText()),
                object(account.path("settings")),
                word(Scheduling.class, account.path("scheduling").asText("gateway")),
                account.path("sandbox").asBoolean(false),
                word(AccountState.class, account.path("state").asText("open")),
                account.at("/limits/requestsPerMinute").isNumber() ? account.at("/limits/requestsPerMinute").asInt() : null);
    }

    private static Offering offering(String id, JsonNode offering) {
        Optional<Set<String>> tenants = offering.has("tenants")
                ? Optional.of(new HashSet<>(list(offering.path("tenants"), JsonNode::asText))) : Optional.empty();
        return new Offering(id, text(offering, "name"), text(offering, "description"), tenants,
                map(offering.path("plans"), (provider, plan) -> object(plan)));
    }

    private static Rule rule(JsonNode rule) {
        return new Rule(text(rule, "id"), text(rule, "tenant"),
                rule.has("when") ? Predicate.compile(text(rule, "when")) : Predicate.ALWAYS,
                list(rule.path("targets"), target -> new Target(text(target, "account"), target.path("weight").asInt())),
                list(rule.path("failover"), JsonNode::asText),
                word(OnUnavailable.class, rule.path("onUnavailable").asText("reject")));
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText(null);
    }

    private static ObjectNode object(JsonNode node) {
        return node.isObject() ? node.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static <T> Map<String, T> map(JsonNode object, BiFunction<String, JsonNode, T> entry) {
        Map<String, T> map = new HashMap<>();
        object.properties().forEach(property -> map.put(property.getKey(), entry.apply(property.getKey(), property.getValue())));
        return map;
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> item) {
        return StreamSupport.stream(array.spliterator(), false).map(item).toList();
    }
}
