package io.patchbay.mapping;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets into service only what has proved itself: a unit without a lint problem that passes every one of its own contract cases. The
 * build asks the same, so a unit that passed there passes here unless its files were changed.
 */
public final class UnitGate {

    private static final Logger log = LoggerFactory.getLogger(UnitGate.class);

    private UnitGate() {
    }

    public static ProviderUnits open(UnitDirectories directories, Clock clock) {
        ProviderUnits passed = ProviderUnits.load(directories, clock);
        for (String name : passed.names()) {
            List<Problem> problems = problems(directories, passed.unit(name).orElseThrow());
            if (!problems.isEmpty()) {
                log.error("Provider {} stays out of service until its {} problem(s) are put right: {}", name, problems.size(), problems);
                passed = passed.without(name, problems);
            }
        }
        return passed;
    }

    private static List<Problem> problems(UnitDirectories directories, ProviderUnit unit) {
        String name = unit.sheet().name();
        List<Problem> problems = new ArrayList<>(UnitLint.lint(directories, name));
        ContractCases.find(directories, name).forEach(contractCase -> problems.addAll(contractCase.run(unit)));
        return problems;
    }
}
