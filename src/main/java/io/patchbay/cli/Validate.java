package io.patchbay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.provider.Credentials;
import io.patchbay.provider.MissingCredential;
import io.patchbay.route.UnitDemands;
import io.patchbay.routing.ConfigurationProblem;
import io.patchbay.routing.Inspection;
import io.patchbay.routing.InvalidConfiguration;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code java -jar patchbay.jar validate <dir>}: everything a gateway would refuse in a configuration directory and in the provider units, all
 * at once, and what can be used but is hardly meant so.
 */
public final class Validate {

    static final String USAGE = """
            Usage: java -jar patchbay.jar validate <dir> [--credentials] [--json]
              <dir>          the configuration directory; the units are those of PATCHBAY_ROUTES_DIR, PATCHBAY_MAPPINGS_DIR, PATCHBAY_CONTRACTS_DIR
              --credentials  a reference that leads nowhere here is a problem and no warning
              --json         for machines
            Ends with 0 if it is valid, 1 if there are problems, 2 if that could not be found out.""";

    private final Command command;
    private final boolean strict;

    private Validate(Command command, boolean strict) {
        this.command = command;
        this.strict = strict;
    }

    /** @param given as the process was given them, the name of the command first */
    public static int run(String[] given, Command command) {
        Optional<Arguments> arguments = Arguments.of(given, 1, Set.of("credentials", "json"));
        return arguments.map(read -> new Validate(command, read.has("credentials")).run(read)).orElseGet(() -> command.refuse(USAGE));
    }

    private int run(Arguments arguments) {
        String directory = arguments.words().getFirst();
        if (!isDirectory(directory)) {
            return command.refuse("There is no directory " + directory + ".\n" + USAGE);
        }
        try {
            return told(arguments, report(Path.of(directory), Units.proved(directories(command))));
        } catch (UncheckedIOException unreadable) {
            return command.refuse(directory + " cannot be read: " + unreadable.getCause().getMessage());
        }
    }

    private int told(Arguments arguments, Report report) {
        if (arguments.has("json")) {
            command.out().println(report.json().toPrettyString());
        } else {
            report.print(command.out());
            command.out().println(arguments.words().getFirst() + (report.isValid() ? " is valid" : " is not valid: " + report.problems().size() + " problem(s)"));
        }
        return report.isValid() ? Command.OK : Command.FOUND;
    }

    static boolean isDirectory(String given) {
        try {
            return Files.isDirectory(Path.of(given));
        } catch (InvalidPathException unusable) {
            return false;
        }
    }

    private Report report(Path directory, Units units) {
        try {
            Inspection inspection = Inspection.of(directory, command.directory("PATCHBAY_CONTRACTS_DIR", "contracts"), new UnitDemands(units.units()));
            List<ConfigurationProblem> missing = missing(directory, inspection);
            return new Report(inspection.document(), joined(units.problems(), inspection.problems(), strict ? missing : List.of()),
                    joined(inspection.warnings(), strict ? List.of() : missing), notes(inspection));
        } catch (InvalidConfiguration refused) {
            return new Report(null, refused.problems(), List.of(), List.of());
        }
    }

    private static UnitDirectories directories(Command command) {
        return new UnitDirectories(command.directory("PATCHBAY_ROUTES_DIR", "routes"), command.directory("PATCHBAY_MAPPINGS_DIR", "mappings"),
                command.directory("PATCHBAY_CONTRACTS_DIR", "contracts"));
    }

    /** What would be in force; what is wrong with it is told instead. */
    static Optional<ObjectNode> document(Path directory, Command command) {
        Report report = new Validate(command, false).report(directory, Units.read(directories(command)));
        report.problems().forEach(command.err()::println);
        return Optional.ofNullable(report.document()).filter(document -> report.isValid());
    }

    /** Spring's properties belong to a running gateway, so those references are left out. */
    private List<ConfigurationProblem> missing(Path directory, Inspection inspection) {
        Credentials credentials = new Credentials(directory, command.environment()::get, name -> null);
        List<ConfigurationProblem> missing = new ArrayList<>();
        inspection.references().stream().filter(reference -> !reference.isProperty()).forEach(reference -> credentials.missing(reference.alone()).stream()
                .map(MissingCredential::getMessage).forEach(message -> missing.add(reference.problem(message))));
        return missing;
    }

    private static List<ConfigurationProblem> notes(Inspection inspection) {
        return inspection.references().stream().filter(Inspection.Reference::isProperty)
                .map(reference -> reference.problem("is a property of the running gateway and cannot be looked for here")).toList();
    }

    @SafeVarargs
    private static List<ConfigurationProblem> joined(List<ConfigurationProblem>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
