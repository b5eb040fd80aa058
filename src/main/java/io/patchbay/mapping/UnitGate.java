package io.patchbay.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets into service only what has proved itself: a unit without a lint problem that passes every one of its own contract cases. The
 * build asks the same, so a unit that passed there passes here unless its files were changed.
 */
public final class UnitGate {

    private UnitGate() {
    }

    /**
     * Checks a unit as it would be with these files.
     *
     * @param shared where the schemas and the shared mappings are
     * @param clock  tells how far away a Retry-After given as a date is
     */
    public static Gating gate(UnitFiles files, UnitDirectories shared, Clock clock) {
        try {
            return gate(files, SharedFiles.read(shared), clock);
        } catch (IOException | UncheckedIOException e) {
            return new Gating.Refused(List.of(ProviderUnits.schemaMissing(e)), false);
        }
    }

    static Gating gate(UnitFiles files, SharedFiles shared, Clock clock) {
        List<Problem> problems = new ArrayList<>(files.problems());
        if (files.isTooLarge()) {
            // whoever looks into it is kept from everything else for long
            return new Gating.Refused(List.copyOf(problems), false);
        }
        UnitFiles own = files.own();
        try (UnitStage stage = UnitStage.of(own, shared)) {
            // a unit that cannot even be read plays no case, yet is linted: whoever mends it wants to know everything at once
            UnitLint.Checked checked = UnitLint.check(stage.directories(), own.provider(), clock);
            problems.addAll(checked.problems());
            problems.addAll(checked.differences());
            return problems.isEmpty() ? passed(own, checked.unit().orElseThrow()) : new Gating.Refused(List.copyOf(problems), false);
        } catch (IOException | UncheckedIOException e) {
            problems.add(new Problem("mappings/providers/" + own.provider(), "", "its files cannot be laid out to be checked: " + e.getMessage()));
            return new Gating.Refused(List.copyOf(problems), false);
        }
    }

    /** Only makes a unit that is known to pass. Empty where it cannot even be made: then nothing is known about it. */
    static Optional<Gating.Passed> proven(UnitFiles files, SharedFiles shared, Schemas schemas, Clock clock) {
        try (UnitStage stage = UnitStage.of(files.running(), shared)) {
            Optional<ProviderUnit> unit = UnitReader.read(stage.directories(), files.provider(), schemas, clock).unit();
            return unit.isPresent() ? Optional.of(passed(files, unit.get())) : Optional.empty();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static Gating.Passed passed(UnitFiles files, ProviderUnit unit) throws IOException {
        return new Gating.Passed(files, unit.as(line(files)), files.routes());
    }

    private static String line(UnitFiles files) {
        return files.provider() + "~" + files.digest().substring(0, 12);
    }
}
