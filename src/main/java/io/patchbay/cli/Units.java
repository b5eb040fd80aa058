package io.patchbay.cli;

import io.patchbay.mapping.ContractCases;
import io.patchbay.mapping.Problem;
import io.patchbay.mapping.ProviderUnits;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.UnitLint;
import io.patchbay.routing.ConfigurationProblem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The provider units of the directories.
 *
 * @param problems that keep one from serving, where they were looked for
 */
record Units(ProviderUnits units, List<ConfigurationProblem> problems) {

    /** For what they ask of a configuration, which takes no proof that they work. */
    static Units read(UnitDirectories directories) {
        return new Units(ProviderUnits.load(directories, Clock.systemUTC()), List.of());
    }

    /** Through the same gate that they pass before they serve. */
    static Units proved(UnitDirectories directories) {
        ProviderUnits units = read(directories).units();
        List<Problem> problems = new ArrayList<>(UnitLint.lint(directories));
        units.names().forEach(name -> ContractCases.find(directories, name)
                .forEach(contractCase -> problems.addAll(contractCase.run(units.unit(name).orElseThrow()))));
        return new Units(units, problems.stream().map(problem -> new ConfigurationProblem(problem.file(), problem.pointer(), problem.message())).toList());
    }
}
