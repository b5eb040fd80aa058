package io.patchbay.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Turns the tree of a provider.yaml that fits its schema into a {@link ProviderSheet}. */
final class SheetReader {
    private static final String DURATION = "[0-9]{1,9}(ms|s|m|h|d)";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .addModule(new SimpleModule()
                    .addKeyDeserializer(CanonicalOperation.class, operationKey())
                    .addDeserializer(CanonicalOperation.class, from(tree -> operation(tree.asText())))
                    .addDeserializer(Duration.class, from(tree -> duration(tree.asText())))
                    .addDeserializer(Step.class, from(SheetReader::step))
                    .addDeserializer(ProviderSheet.Authorisation.class, from(SheetReader::authorisation))
                    .addDeserializer(Integer.class, from(SheetReader::number)))
            .build();

    private SheetReader() {
    }

    static ProviderSheet sheet(JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, ProviderSheet.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The sheet fits its schema but not the sheet's records: " + e.getOriginalMessage(), e);
        }
    }

    /** Of a sheet that is not known to be in order: empty where there is none, or none that can be used. */
    static Optional<Duration> readableDuration(JsonNode given) {
        try {
            return given.isTextual() && given.asText().matches(DURATION) ? Optional.of(duration(given.asText())) : Optional.empty();
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    static Duration duration(String text) {
        String digits = text.replaceAll("[a-z]+$", "");
        long amount = Long.parseLong(digits);
        return switch (text.substring(digits.length())) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static CanonicalOperation operation(String word) {
        return CanonicalOperation.of(word).orElseThrow(() -> new IllegalArgumentException("no operation " + word));
    }

    private static Step step(JsonNode tree) {
        if (tree.has("refuse")) {
            return new Step.Refuse(Trees.text(tree, "refuse"), Trees.text(tree, "code"), Trees.text(tree, "pointer"),
                    Trees.text(tree, "message"));
        }
        return tree.has("reserve")
                ? new Step.Reserve(Trees.text(tree, "reserve"), Trees.text(tree, "item"), Trees.text(tree, "when"))
                : new Step.Call(Trees.text(tree, "call"), Trees.text(tree, "when"));
    }

    private static ProviderSheet.Authorisation authorisation(JsonNode tree) {
        return new ProviderSheet.Authorisation(tree.path("mechanism").asText(), (ObjectNode) tree);
    }

    /** A status such as 2xx becomes its hundred's digit. */
    private static Integer number(JsonNode tree) {
        return tree.isTextual() && tree.asText().endsWith("xx") ? Integer.valueOf(tree.asText().substring(0, 1)) : Integer.valueOf(tree.asInt());
    }

    private static <T> JsonDeserializer<T> from(Function<JsonNode, T> reading) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                return reading.apply(parser.readValueAsTree());
            }
        };
    }

    private static KeyDeserializer operationKey() {
        return new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return operation(key);
            }
        };
    }
}
