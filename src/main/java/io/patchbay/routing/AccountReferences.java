package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What one rule refers to: a test order must never reach a real account, nor a live one a sandbox. */
final class AccountReferences {

    private final Draft draft;
    private final String pointer;
    private final JsonNode route;
    private final JsonNode tenant;

    AccountReferences(Draft draft, String pointer, JsonNode route) {
        this.draft = draft;
        this.pointer = pointer;
        this.route = route;
        this.tenant = draft.document().path("tenants").path(route.path("tenant").asText());
    }

    void check() {
        if (tenant.isMissingNode() && route.path("tenant").isTextual()) {
            draft.problem(pointer + "/tenant", Unknown.name("tenant", route.path("tenant").asText(), draft.entries("tenants").keySet()));
        }
        Set<String> targets = new HashSet<>();
        for (int i = 0; i < route.path("targets").size(); i++) {
            JsonNode name = route.path("targets").get(i).path("account");
            account(pointer + "/targets/" + i + "/account", name);
            if (name.isTextual() && !targets.add(name.asText())) {
                draft.problem(pointer + "/targets/" + i + "/account", "named twice in this rule; give it one weight");
            }
        }
        for (int i = 0; i < route.path("failover").size(); i++) {
            account(pointer + "/failover/" + i, route.path("failover").get(i));
        }
    }

    private void account(String at, JsonNode name) {
        JsonNode account = draft.document().path("accounts").path(name.asText());
        if (account.isMissingNode() && name.isTextual()) {
            draft.problem(at, Unknown.name("account", name.asText(), draft.entries("accounts").keySet()));
        } else if (account.isObject()) {
            mode(at, account.path("sandbox").asBoolean(false));
        }
    }

    private void mode(String at, boolean sandbox) {
        String mode = tenant.path("mode").asText();
        if (mode.equals("test") && !sandbox) {
            draft.problem(at, "the tenant is in test mode, this is not a sandbox account");
        } else if (mode.equals("live") && sandbox) {
            draft.problem(at, "the tenant is live, this is a sandbox account");
        }
    }
}
