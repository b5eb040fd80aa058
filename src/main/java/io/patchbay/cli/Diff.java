package io.patchbay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * {@code java -jar patchbay.jar diff <dir> <url>}: what a configuration directory would change at a running gateway, per
 * {@code GET /admin/v1/revisions/current}. Only reads.
 */
public final class Diff {

    static final String KEY = "PATCHBAY_ADMIN_KEY";
    static final String USAGE = """
            Usage: PATCHBAY_ADMIN_KEY=... java -jar patchbay.jar diff <dir> <url> [--json]
              <dir>   a valid configuration directory
              <url>   where the gateway's API is, such as https://gateway.example.com
              --json  for machines
            Ends with 0 if both are the same, 1 if they differ, 2 if that could not be found out.""";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** In bytes. */
    private static final long LONGEST = 64L * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Command command;

    private Diff(Command command) {
        this.command = command;
    }

    /** @param given as the process was given them, the name of the command first */
    public static int run(String[] given, Command command) {
        return Arguments.of(given, 2, Set.of("json")).map(arguments -> new Diff(command).run(arguments)).orElseGet(() -> command.refuse(USAGE));
    }

    private int run(Arguments arguments) {
        String directory = arguments.words().getFirst();
        Optional<URI> address = address(arguments.words().getLast());
        if (address.isEmpty() || !Validate.isDirectory(directory)) {
            return command.refuse((address.isEmpty() ? "This is no http or https address: " + arguments.words().getLast()
                    : "There is no directory " + directory + ".") + "\n" + USAGE);
        }
        if (command.environment().getOrDefault(KEY, "").isBlank()) {
            return command.refuse("Set " + KEY + " to an administrator's key of the gateway.");
        }
        Optional<ObjectNode> document = Validate.document(Path.of(directory), command);
        return document.map(given -> compared(given, address.get(), arguments.has("json")))
                .orElseGet(() -> command.refuse(directory + " is not valid, so it is not compared."));
    }

    private static Optional<URI> address(String given) {
        try {
            URI address = new URI(given.replaceFirst("/+$", ""));
            boolean usable = ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) && address.getHost() != null
                    && address.getRawUserInfo() == null && address.getRawQuery() == null && address.getRawFragment() == null;
            return usable ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException unreadable) {
            return Optional.empty();
        }
    }

    private int compared(ObjectNode document, URI address, boolean json) {
        try {
            HttpResponse<byte[]> answer = asked(address);
            return answer.statusCode() == 200 ? compared(document, JSON.readTree(answer.body()), json) : command.refuse(refusal(answer.statusCode()));
        } catch (IOException unreachable) {
            return command.refuse("The gateway cannot be asked (" + unreachable.getClass().getSimpleName() + "); nothing was compared.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return command.refuse("Interrupted; nothing was compared.");
        }
    }

    private static String refusal(int status) {
        return switch (status) {
            case 401, 403 -> "The gateway does not take " + KEY + " as an administrator's key (" + status + ").";
            case 404 -> "There is no gateway of this version at this address (404).";
            default -> "The gateway answered " + status + "; nothing was compared.";
        };
    }

    private HttpResponse<byte[]> asked(URI address) throws IOException, InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(address + "/admin/v1/revisions/current")).timeout(PATIENCE)
                    .header("X-Api-Key", command.environment().get(KEY)).header("Accept", "application/json").build();
        } catch (IllegalArgumentException unusableKey) {
            throw new IOException("the key cannot be sent", unusableKey);
        }
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST));
        }
    }

    private int compared(ObjectNode document, JsonNode running, boolean json) throws IOException {
        if (!running.path("document").isObject() || !running.path("revision").canConvertToLong()) {
            return command.refuse("The gateway's answer holds no revision; nothing was compared.");
        }
        // both as they are after a way over the wire, where no number has a width
        DiffReport differences = DiffReport.between(running.get("document"), JSON.readTree(JSON.writeValueAsBytes(document)));
        if (json) {
            command.out().println(((ObjectNode) differences.json()).put("revision", running.get("revision").asLong()).toPrettyString());
        } else {
            differences.print(command.out());
            command.out().println(differences.isEmpty() ? "The same as revision " + running.get("revision").asLong()
                    : differences.entries().size() + " entries differ from revision " + running.get("revision").asLong());
        }
        return differences.isEmpty() ? Command.OK : Command.FOUND;
    }
}
