package io.patchbay.route;

import io.patchbay.operation.Takeovers;
import io.patchbay.schedule.Backlog;
import io.patchbay.schedule.DueKind;
import io.patchbay.schedule.DueWork;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What waits for each route that the clock wakes, over all nodes. A route that is not named here keeps no count. */
@Component
class Backlogs {

    private final Map<String, Supplier<Backlog>> sources;

    Backlogs(Takeovers takeovers, DueWork dueWork) {
        this.sources = Map.of(
                "settle-due", takeovers::backlog,
                "carry-out-due", () -> dueWork.backlog(DueKind.ACTIVATE, DueKind.END),
                "look-due", () -> dueWork.backlog(DueKind.LOOK));
    }

    boolean knows(String name) {
        return sources.containsKey(name);
    }

    Optional<Backlog> of(String name) {
        return Optional.ofNullable(sources.get(name)).map(Supplier::get);
    }
}
