package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What takes back by itself a revision that is being tried out, and what puts it in force for everybody.
 *
 * @param threshold by how many percentage points its rate of failed and unknown orders may exceed the stable revision's
 * @param minimum   how many orders must have been decided by it before it is judged, at least 1
 * @param bake      how long it has to do well, from when its slice was last changed; later it is judged by its last stretch of that length
 * @param completes whether it is in force for everybody after that without anybody asking
 */
public record Guard(double threshold, int minimum, Duration bake, boolean completes) {

    public static final Guard STANDARD = new Guard(5, 20, Duration.ofMinutes(15), false);

    /** What is not said is as in {@link #STANDARD}. */
    public static Guard of(JsonNode json) {
        return new Guard(json.path("threshold").asDouble(STANDARD.threshold), json.path("minimum").asInt(STANDARD.minimum),
                json.has("bake") ? Duration.parse(json.path("bake").asText()) : STANDARD.bake, json.path("afterBake").asText().equals("complete"));
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("threshold", threshold).put("minimum", minimum).put("bake", bake.toString())
                .put("afterBake", completes ? "complete" : "wait");
    }

    /** Without a single order by the stable revision in the same time there is nothing to compare with, and no failure is put up with beyond the threshold. */
    boolean isExceeded(Tally candidate, Tally stable) {
        return candidate.requests() >= minimum && candidate.rate() > stable.rate() + threshold;
    }
}
