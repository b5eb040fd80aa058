package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Hit.Blow;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Deals the blows of one list, one after the other, each when its time has come; one that finds nothing to strike is tried again. */
final class Lane implements Runnable {

    private static final int TRIES = 3;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final int number;
    private final List<Hit> hits;
    private final Predicate<Hit> striking;
    private final Progress progress;
    private final Tally<Blow> struck;
    private final Tally<Blow> missed;

    Lane(int number, List<Hit> hits, Predicate<Hit> striking, Progress progress, Tally<Blow> struck, Tally<Blow> missed) {
        this.number = number;
        this.hits = hits;
        this.striking = striking;
        this.progress = progress;
        this.struck = struck;
        this.missed = missed;
    }

    @Override
    public void run() {
        for (Hit hit : hits) {
            Pause.until(LONGEST, () -> progress.isDue(hit));
            (dealt(hit) ? struck : missed).add(hit.blow());
            progress.fell(number);
        }
    }

    private boolean dealt(Hit hit) {
        for (int attempt = 0; attempt < TRIES && !progress.isOver(); attempt++) {
            if (striking.test(hit)) {
                return true;
            }
        }
        return false;
    }
}
