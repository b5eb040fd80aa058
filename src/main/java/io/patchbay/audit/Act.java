package io.patchbay.audit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something an administrator did.
 *
 * @param actor   id of the administrator's key, or what in the gateway acted by itself; never a key
 * @param what    area and word, such as {@code configuration.activated}
 * @param subject what it was done to, as a path below {@code /admin/v1}, such as {@code accounts/acme-connect}
 * @param reason  as given; null if none was
 * @param before  what was there before and is not any more; null if nothing was; holds no secret
 * @param after   what is there now; null if nothing is; holds no secret
 */
public record Act(String actor, String what, String subject, String reason, JsonNode before, JsonNode after) {
}
