package io.patchbay.mapping;

import java.util.List;

/** What came of a unit at the gate. */
public sealed interface Gating {

    /**
     * It may go into service.
     *
     * @param routes as its routes file says
     */
    record Passed(UnitFiles files, ProviderUnit unit, List<OperationRoute> routes) implements Gating {
    }

    /**
     * It may not.
     *
     * @param problems        everything that was found, at least one
     * @param byConfiguration nothing is wrong with it but that the configuration in force does not go with it; another one may
     */
    record Refused(List<Problem> problems, boolean byConfiguration) implements Gating {
    }
}
