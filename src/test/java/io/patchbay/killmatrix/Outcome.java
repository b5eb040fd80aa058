package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Hit.Blow;
import io.patchbay.killmatrix.Told.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything a run has to tell. */
record Outcome(Plan plan, List<Told> told, Recorded recorded, Verdict verdict, Tally<Cell> cells, Tally<Blow> struck, Tally<Blow> missed,
               Duration took) {

    /** Orders that really had to do with the gateway. */
    int orders() {
        return told.size();
    }

    long kills() {
        return List.of(Blow.values()).stream().filter(blow -> blow.kill).mapToLong(struck::of).sum();
    }

    List<Cell> cellsMissed() {
        return Cell.all().stream().filter(cell -> cells.of(cell) == 0).toList();
    }

    Map<End, Long> ends() {
        return told.stream().collect(Collectors.groupingBy(Told::end, Collectors.counting()));
    }

    /** Orders without a mistake in them that were refused; nothing was done, but nothing was gained either. */
    List<Told> refusedForNothing() {
        return told.stream().filter(one -> one.end() == End.REFUSED && !one.story().refusable()).toList();
    }
}
