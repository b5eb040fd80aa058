package io.patchbay.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Another account of a demo tenant at the same provider, beside its own. Orders whose metadata name it under {@code account} go
 * there; all others stay where they were.
 *
 * @param name       of the new account
 * @param tenant     whose orders may go there
 * @param like       the account it is a copy of
 * @param difference what is different about it
 */
record SecondAccount(String name, String tenant, String like, Consumer<ObjectNode> difference) implements Consumer<Path> {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Override
    public void accept(Path configuration) {
        edit(configuration.resolve("accounts.yaml"), file -> {
            ObjectNode copy = file.path("accounts").path(like).deepCopy();
            difference.accept(copy);
            file.withObject("/accounts").set(name, copy);
        });
        edit(configuration.resolve("routing.yaml"), file -> rule(file.withArray("/routes").insertObject(0)));
    }

    private void rule(ObjectNode rule) {
        rule.put("id", name).put("tenant", tenant).put("when", ".metadata.account == \"" + name + "\"").put("onUnavailable", "reject");
        ArrayNode targets = rule.putArray("targets");
        targets.addObject().put("account", name).put("weight", 100);
    }

    private static void edit(Path path, Consumer<ObjectNode> change) {
        try {
            JsonNode file = YAML.readTree(path.toFile());
            change.accept((ObjectNode) file);
            YAML.writeValue(path.toFile(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
