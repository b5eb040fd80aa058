package io.patchbay.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * Which entries are wanted; null takes all.
 *
 * @param subject this one and everything below it: {@code accounts} takes {@code accounts/acme-connect}; also a change of the configuration
 *                that changed it among others
 */
public record AuditFilter(String actor, String act, String subject) {

    /** Only what is asked for, so that the database can choose an index by it. */
    String where() {
        return (actor == null ? "" : " and actor = :actor") + (act == null ? "" : " and act = :act")
                + (subject == null ? "" : " and about @> array[:subject]::text[]");
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("actor", actor);
        parameters.put("act", act);
        parameters.put("subject", subject);
        return parameters;
    }
}
