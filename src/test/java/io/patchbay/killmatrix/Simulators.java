package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/** The providers, a process of their own that nobody kills: what they hold is the truth. */
final class Simulators implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("all providers on (http://localhost:\\d+)");

    private final Program program;
    private final int control;

    private Simulators(Program program, int control) {
        this.program = program;
        this.control = control;
    }

    static Simulators start(Path workspace, Binaries binaries) {
        int control = Ports.row(1 + Provider.values().length);
        Program program = Program.start(workspace.resolve("logs/simulators.log"),
                Map.of("SANDBOX_PORT", Integer.toString(control)), binaries.command("sandbox"));
        program.printed(READY, Duration.ofMinutes(1));
        return new Simulators(program, control);
    }

    /** The provider's own port, which is closed while connections are refused. */
    int port(Provider provider) {
        return control + 1 + provider.ordinal();
    }

    void setting(Provider provider, String name, long value) {
        control("PUT", provider, "settings", JsonNodeFactory.instance.objectNode().put(name, value));
    }

    void fault(Provider provider, String match, Effect effect) {
        ObjectNode fault = JsonNodeFactory.instance.objectNode().put("match", match).put("effect", effect.word);
        if (effect != Effect.REFUSE_CONNECTION) {
            fault.put("times", 1);
        }
        if (effect == Effect.THROTTLE) {
            fault.put("retryAfter", 1);
        }
        control("PUT", provider, "faults", JsonNodeFactory.instance.arrayNode().add(fault));
    }

    void noFault(Provider provider) {
        control("PUT", provider, "faults", JsonNodeFactory.instance.arrayNode());
    }

    boolean hasStruck(Provider provider) {
        return control("GET", provider, "faults", null).path(0).path("hits").asInt() > 0;
    }

    ArrayNode subscriptions(Provider provider) {
        return (ArrayNode) control("GET", provider, "subscriptions", null);
    }

    /** What arrived since then, oldest first. */
    JsonNode requests(Provider provider, Instant since) {
        return control("GET", provider, "requests?since=" + since, null);
    }

    private JsonNode control(String method, Provider provider, String what, JsonNode body) {
        String url = "http://localhost:" + control + "/control/" + provider.word() + "/" + what;
        return Http.send(method, url, body == null ? null : body.toString(), Map.of())
                .having(200, "the simulators did not do " + method + " " + url).json();
    }

    @Override
    public void close() {
        program.close();
    }
}
