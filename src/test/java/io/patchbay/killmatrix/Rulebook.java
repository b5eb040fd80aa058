package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Parser;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * What each revision says of an order, worked out from its document alone: the first rule of the tenant whose condition holds, and the name
 * under which the offering is sold.
 */
final class Rulebook {

    private final Map<Long, JsonNode> documents = new ConcurrentHashMap<>();
    private final LongFunction<JsonNode> source;

    /** @param source gives the document of a revision as it is stored */
    Rulebook(LongFunction<JsonNode> source) {
        this.source = source;
    }

    /** @return the account that has to carry it, or a note that nothing does */
    String account(long revision, String tenant, JsonNode order) {
        for (JsonNode rule : document(revision).path("routes")) {
            if (rule.path("tenant").asText().equals(tenant) && holds(rule, order)) {
                return rule.at("/targets/0/account").asText();
            }
        }
        return "no rule";
    }

    private static boolean holds(JsonNode rule, JsonNode order) {
        return !rule.has("when") || Parser.compileString(rule.path("when").asText()).apply(order).asBoolean();
    }

    /** @return the name in that revision */
    String offering(long revision, String id) {
        return document(revision).path("offerings").path(id).path("name").asText();
    }

    private JsonNode document(long revision) {
        return documents.computeIfAbsent(revision, source::apply);
    }
}
