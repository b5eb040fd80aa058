package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.stream.Stream;

/** The made-up provider acme in a directory of its own, to be changed at will. */
final class TestUnits {
    static final UnitDirectories REPOSITORY = new UnitDirectories(Path.of("routes"), Path.of("mappings"), Path.of("contracts"));
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T20:00:00Z"), ZoneOffset.UTC);
    private static final Path ACME = Path.of("src/test/resources/units");

    private TestUnits() {
    }

    static UnitDirectories copied(Path into) {
        copy(ACME, into);
        copy(Path.of("contracts/schema"), into.resolve("contracts/schema"));
        return new UnitDirectories(into.resolve("routes"), into.resolve("mappings"), into.resolve("contracts"));
    }

    static ProviderUnit acme(UnitDirectories dirs) {
        ProviderUnits units = ProviderUnits.load(dirs, CLOCK);
        return units.unit("acme").orElseThrow(() -> new AssertionError(units.problems("acme").toString()));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void replace(Path file, String what, String with) {
        String text = read(file);
        if (!text.contains(what)) {
            throw new AssertionError(file + " holds no " + what);
        }
        write(file, text.replace(what, with));
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path file) {
        try (Stream<Path> below = Files.walk(file)) {
            below.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path into) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = into.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
