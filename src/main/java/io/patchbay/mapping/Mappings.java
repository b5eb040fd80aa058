package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import java.util.Map;

/** Everything compiled of one provider; a compiled expression is immutable and serves all threads. */
record Mappings(Map<String, Expression> requests, Map<String, Expression> responses, Expression refusal,
                Map<String, Expression> conditions) {

    /** What to send; null when the call has no request mapping. */
    JsonNode request(String call, JsonNode context) {
        Expression mapping = requests.get(call);
        return mapping == null ? null : apply(call + ".request.jslt", mapping, context);
    }

    JsonNode response(String call, JsonNode context) {
        return apply(call + ".response.jslt", responses.get(call), context);
    }

    /** The provider's words for its refusal; null when nobody maps them. */
    JsonNode words(JsonNode answer) {
        return refusal == null ? null : apply("refusal.jslt", refusal, answer);
    }

    /** No condition holds. */
    boolean holds(String condition, JsonNode input) {
        return condition == null || NodeUtils.isTrue(value(condition, input));
    }

    JsonNode value(String expression, JsonNode input) {
        return expression == null ? NullNode.getInstance() : apply("'" + expression + "'", conditions.get(expression), input);
    }

    private static JsonNode apply(String name, Expression mapping, JsonNode input) {
        try {
            return mapping.apply(input);
        } catch (RuntimeException | StackOverflowError e) {
            throw Unmappable.failed(name, e);
        }
    }
}
