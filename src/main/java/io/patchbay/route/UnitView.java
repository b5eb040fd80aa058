package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Problem;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.provider.UnitVersion;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** What operators see of a provider's unit, as this node has it. */
final class UnitView {

    private UnitView() {
    }

    static ObjectNode of(String provider, Standing standing) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("provider", provider);
        standing.served().ifPresent(served -> json.put("title", served.unit().sheet().title()));
        json.put("state", standing.state().name());
        standing.served().ifPresent(served -> json.setAll(of(served.version())));
        ArrayNode operations = json.putArray("operations");
        standing.served().ifPresent(served -> Arrays.stream(CanonicalOperation.values()).filter(served.unit()::offers)
                .map(CanonicalOperation::word).forEach(operations::add));
        ArrayNode problems = json.putArray("problems");
        standing.problems().forEach(problem -> problems.add(of(problem)));
        return json;
    }

    static ObjectNode of(String provider, Standing standing, List<UnitVersion> history) {
        ObjectNode json = of(provider, standing);
        ArrayNode versions = json.putArray("versions");
        history.forEach(version -> versions.add(of(version)));
        return json;
    }

    static ObjectNode of(UnitVersion version, UnitFiles files) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("provider", version.provider());
        json.setAll(of(version));
        ObjectNode texts = json.putObject("files");
        files.texts().forEach(texts::put);
        return json;
    }

    private static ObjectNode of(UnitVersion version) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", version.number()).put("source", version.kind().name());
        if (version.restores() != null) {
            json.put("restores", version.restores());
        }
        if (version.digest() != null) {
            json.put("digest", version.digest());
        }
        return json.put("author", version.author()).put("reason", version.reason()).put("since", version.at().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static ObjectNode of(Problem problem) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", problem.file());
        if (!problem.pointer().isEmpty()) {
            json.put("pointer", problem.pointer());
        }
        return json.put("message", problem.message());
    }
}
