package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The context of a contract case: what command.json gives, over what a case need not repeat. */
final class CaseContext {
    private CaseContext() {
    }

    static ObjectNode of(CanonicalOperation operation, JsonNode given, ProviderSheet sheet) {
        ObjectNode context = Trees.object();
        context.putObject("operation").put("id", "op_case").put("kind", operation.word())
                .put("mode", "immediate").put("at", "2026-11-21T20:00:00Z");
        context.put("tenant", "acme");
        context.set("account", account(null, sheet));
        context.putObject("command");
        context.putObject("handles");
        return given instanceof ObjectNode more ? laid(context, more) : context;
    }

    /** Of an account, where there is no order. */
    static ObjectNode account(JsonNode given, ProviderSheet sheet) {
        ObjectNode account = Trees.object().put("name", "case");
        account.set("settings", sheet.defaults());
        return given instanceof ObjectNode more ? laid(account, more) : account;
    }

    private static ObjectNode laid(ObjectNode under, ObjectNode over) {
        over.fields().forEachRemaining(field -> {
            if (under.get(field.getKey()) instanceof ObjectNode below && field.getValue() instanceof ObjectNode above) {
                laid(below, above);
            } else {
                under.set(field.getKey(), field.getValue());
            }
        });
        return under;
    }
}
