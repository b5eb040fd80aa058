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

/** The provider units of the directories, through the same gate that they pass before they serve. */
record Units(ProviderUnits units, List<ConfigurationProblem> problems) {

    static Units read(UnitDirectories directories) {
        ProviderUnits units = ProviderUnits.load(directories, Clock.systemUTC());
        List<Problem> problems = new ArrayList<>(UnitLint.lint(directories));
        units.names().forEach(name -> ContractCases.find(directories, name)
                .forEach(contractCase -> problems.addAll(contractCase.run(units.unit(name).orElseThrow()))));
        return new Units(units, problems.stream().map(problem -> new ConfigurationProblem(problem.file(), problem.pointer(), problem.message())).toList());
    }
}
