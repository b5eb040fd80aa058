package io.patchbay.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Seals the fields of an order that let somebody take a number away: what a port-in needs, and the token of a leased number.
 */
@Component
public class SealedFields {

    private static final Set<String> SECRET = Set.of("porting", "leaseToken");
    private static final String MARK = "sealed";

    private final Seal seal;
    private final ObjectMapper json;

    SealedFields(Seal seal, ObjectMapper json) {
        this.seal = seal;
        this.json = json;
    }

    /** @return the same tree if it holds no such field, else a copy */
    public ObjectNode sealed(ObjectNode tree) {
        if (SECRET.stream().allMatch(name -> tree.findValue(name) == null)) {
            return tree;
        }
        ObjectNode copy = tree.deepCopy();
        seal(copy);
        return copy;
    }

    /** Undoes {@link #sealed} in place. */
    public ObjectNode opened(ObjectNode tree) {
        if (tree.findValue(MARK) != null) {
            open(tree);
        }
        return tree;
    }

    private void seal(ObjectNode tree) {
        tree.properties().forEach(field -> {
            if (SECRET.contains(field.getKey())) {
                field.setValue(JsonNodeFactory.instance.objectNode().put(MARK, seal(field.getValue())));
            } else if (field.getValue() instanceof ObjectNode deeper) {
                seal(deeper);
            }
        });
    }

    private void open(ObjectNode tree) {
        tree.properties().forEach(field -> {
            if (SECRET.contains(field.getKey()) && field.getValue().has(MARK)) {
                field.setValue(open(field.getValue().get(MARK).asText()));
            } else if (field.getValue() instanceof ObjectNode deeper) {
                open(deeper);
            }
        });
    }

    private String seal(JsonNode value) {
        return Base64.getEncoder().encodeToString(seal.seal(value.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode open(String sealed) {
        try {
            return json.readTree(new String(seal.open(Base64.getDecoder().decode(sealed)), StandardCharsets.UTF_8));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A sealed field does not hold what was sealed", broken);
        }
    }
}
