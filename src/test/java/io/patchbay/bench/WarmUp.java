package io.patchbay.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Compilers, pools and caches get used to it. How far the compilers have got depends on how often code has run and not on how long, so it
 * goes by the number of answers, the same for everybody; what is printed shows whether they were enough: the last rates should be alike.
 */
final class WarmUp {

    private static final int LONGEST = 60;

    private final Size size;

    WarmUp(Size size) {
        this.size = size;
    }

    void of(String what, Load load) {
        of(what, load, 1);
    }

    /** @param part of the usual number of answers: a half, a third, … */
    void of(String what, Load load, int part) {
        List<String> rates = new ArrayList<>();
        for (long answered = 0; answered < size.warmUp() / part && rates.size() < LONGEST;) {
            Taken taken = load.closed(size.callers(), size.isSmoke() ? size.time() : Duration.ofSeconds(5)).sound(what);
            answered += taken.answered();
            rates.add(Series.number("%.0f", taken.perSecond()));
        }
        System.out.println("warming up " + what + ": " + String.join(", ", rates) + " a second");
    }
}
