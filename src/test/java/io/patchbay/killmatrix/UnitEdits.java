package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Edits of the providers' data while they are used: such as have to come into force, each told by its marks, and such as must not. */
final class UnitEdits {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Node> nodes;
    private final Operator operator;
    private final Path mappings;
    private final Random dice;
    private final Map<Provider, SortedMap<String, String>> unmarked = new TreeMap<>();
    private final Map<Provider, SortedMap<String, String>> good = new TreeMap<>();
    private final List<BiFunction<String, Integer, String>> breaks = List.of(
            (sheet, number) -> sheet + "\n  : [not yaml",
            (sheet, number) -> sheet + "\nunheardOf: " + number + "\n",
            (sheet, number) -> sheet.replaceFirst("(?m)^provider: .*$", "provider: somebody-else"),
            (sheet, number) -> sheet.substring(0, sheet.length() / 2));

    /** How they ended: what was wrong with those that went otherwise than they had to. */
    record Outcome(int taken, int refused, List<String> faults) {
    }

    UnitEdits(Site site, Random dice) {
        this.nodes = site.nodes;
        this.operator = new Operator(site.nodes);
        this.mappings = site.mappings.resolve("providers");
        this.dice = dice;
        for (Provider provider : Provider.values()) {
            unmarked.put(provider, read(provider));
            good.put(provider, unmarked.get(provider));
        }
    }

    /** One after another; a broken one is mended by the next good one of the same provider, and all are good in the end. */
    Outcome run(int edits) {
        List<String> faults = new ArrayList<>();
        int taken = 0;
        int refused = 0;
        for (int number = 1; number <= edits; number++) {
            Provider provider = Provider.values()[dice.nextInt(Provider.values().length)];
            boolean broken = number % 2 == 0 && number < edits;
            String fault = broken ? broken(provider, number) : mended(provider, number);
            taken += broken ? 0 : 1;
            refused += broken ? 1 : 0;
            if (fault != null) {
                faults.add("unit edit " + number + " of " + provider.word() + (broken ? ", broken: " : ", good: ") + fault);
            }
        }
        good.forEach(this::write);
        return new Outcome(taken, refused, faults);
    }

    private String mended(Provider provider, int number) {
        Map<Node, String> before = digests(provider);
        good.put(provider, Editions.marked(provider, unmarked.get(provider), number));
        write(provider, good.get(provider));
        return all(provider, unit -> unit.path("state").asText().equals("IN_SERVICE") && !before.containsValue(unit.path("digest").asText()))
                ? null : "did not come into force: " + shown(provider);
    }

    private String broken(Provider provider, int number) {
        Map<Node, String> before = digests(provider);
        SortedMap<String, String> bad = new TreeMap<>(good.get(provider));
        bad.computeIfPresent("provider.yaml", (file, sheet) -> breaks.get(dice.nextInt(breaks.size())).apply(sheet, number));
        write(provider, bad);
        return all(provider, unit -> unit.path("state").asText().equals("LAST_GOOD") && !unit.path("problems").isEmpty()
                && before.containsValue(unit.path("digest").asText())) ? null : "was not held off: " + shown(provider);
    }

    private Map<Node, String> digests(Provider provider) {
        Map<Node, String> digests = new HashMap<>();
        nodes.forEach(node -> digests.put(node, unit(node, provider).path("digest").asText()));
        return digests;
    }

    private boolean all(Provider provider, Predicate<JsonNode> condition) {
        return Pause.until(PATIENCE, () -> nodes.stream().map(node -> unit(node, provider)).allMatch(condition));
    }

    private List<JsonNode> shown(Provider provider) {
        return nodes.stream().map(node -> unit(node, provider)).toList();
    }

    private JsonNode unit(Node node, Provider provider) {
        return operator.get(node, "/providers/" + provider.word()).json();
    }

    private SortedMap<String, String> read(Provider provider) {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(mappings.resolve(provider.word()))) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Laid down beside the old ones first and then put in their place at once: between two files the gateways must not find the time to read. */
    private void write(Provider provider, SortedMap<String, String> texts) {
        Path folder = mappings.resolve(provider.word());
        Map<Path, Path> moves = new TreeMap<>();
        try {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Path file = folder.resolve(text.getKey());
                if (!Files.readString(file).equals(text.getValue())) {
                    moves.put(Files.writeString(folder.resolve("." + text.getKey()), text.getValue()), file);
                }
            }
            for (Map.Entry<Path, Path> move : moves.entrySet()) {
                Files.move(move.getKey(), move.getValue(), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
