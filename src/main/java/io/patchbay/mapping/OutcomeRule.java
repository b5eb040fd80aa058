package io.patchbay.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One rule of an outcome table.
 *
 * @param id      name of the rule, shown in journal and metrics
 * @param status  statuses it is about; 2 to 5 stand for a whole hundred
 * @param when    JSLT over {@code {status, headers, body}}; null = the status is enough
 * @param outcome what the answer means
 * @param reason  refusal reason of a REJECTED answer; null = the id
 * @param pointer canonical field at fault; null = none
 * @param message one sentence for a reseller; null = the provider's words
 * @param done    false = the operation goes on although the call did nothing, as on a conflict that has to be looked into; null = done
 */
public record OutcomeRule(String id, List<Integer> status, String when, @JsonProperty("class") OutcomeClass outcome,
                          String reason, String pointer, String message, Boolean done) {
    public OutcomeRule {
        done = done == null || done;
    }

    boolean covers(int answered) {
        return status.contains(answered) || status.contains(answered / 100);
    }
}
