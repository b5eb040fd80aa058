package io.patchbay.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Seals the fields of an order that let somebody take a number away: what a port-in needs, and the token of a leased number. They
 * stand in an activation or, where an activation is the whole order, at the top; fields of these names elsewhere are the caller's own.
 */
@Component
public class SealedFields {

    private static final List<String> SECRET = List.of("porting", "leaseToken");
    private static final List<String> ACTIVATIONS = List.of("activation", "heldActivation");
    private static final String MARK = "sealed";

    private final Seal seal;
    private final ObjectMapper json;

    SealedFields(Seal seal, ObjectMapper json) {
        this.seal = seal;
        this.json = json;
    }

    /** What is sealed already, because it was read and never opened, stays as it is. @return a copy; the same if there is nothing to seal */
    public ObjectNode sealed(ObjectNode tree) {
        return tells(tree) ? sealedCopy(tree) : tree;
    }

    /** Asked of every order, and nearly always in vain; hence without the streams of {@link #places}. */
    private static boolean tells(ObjectNode tree) {
        for (String activation : ACTIVATIONS) {
            if (hasSecret(tree.path(activation))) {
                return true;
            }
        }
        return hasSecret(tree);
    }

    private static boolean hasSecret(JsonNode place) {
        for (String name : SECRET) {
            if (place.hasNonNull(name)) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode sealedCopy(ObjectNode tree) {
        ObjectNode copy = tree.deepCopy();
        places(copy).forEach(place -> SECRET.stream().filter(place::hasNonNull).filter(name -> !isSealed(place.get(name)))
                .forEach(name -> place.set(name, JsonNodeFactory.instance.objectNode().put(MARK, sealed(place.get(name))))));
        return copy;
    }

    /** Undoes {@link #sealed}. @return a copy @throws IllegalStateException if it was sealed with another key */
    public ObjectNode opened(ObjectNode tree) {
        ObjectNode copy = tree.deepCopy();
        places(copy).forEach(place -> SECRET.stream().filter(name -> isSealed(place.path(name)))
                .forEach(name -> place.set(name, opened(place.get(name).get(MARK).asText()))));
        return copy;
    }

    private static Stream<ObjectNode> places(ObjectNode tree) {
        return Stream.concat(Stream.of(tree), ACTIVATIONS.stream().map(tree::path).filter(JsonNode::isObject).map(ObjectNode.class::cast));
    }

    /** No caller can send this: porting data has other fields, and a token is text. */
    private static boolean isSealed(JsonNode value) {
        return value.size() == 1 && value.path(MARK).isTextual();
    }

    private String sealed(JsonNode value) {
        return Base64.getEncoder().encodeToString(seal.seal(value.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode opened(String sealed) {
        try {
            return json.readTree(new String(seal.open(Base64.getDecoder().decode(sealed)), StandardCharsets.UTF_8));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A sealed field does not hold what was sealed", broken);
        }
    }
}
