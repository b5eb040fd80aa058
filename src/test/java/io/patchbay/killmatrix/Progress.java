package io.patchbay.killmatrix;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How far a run is. Load and blows wait for each other, so that every blow falls on a gateway at work. */
final class Progress {

    private static final Duration STUCK = Duration.ofMinutes(2);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final int stories;
    private final List<AtomicInteger> fallen;
    private final List<List<Hit>> lanes;

    Progress(Plan plan) {
        this.stories = plan.stories().size();
        this.lanes = plan.lanes();
        this.fallen = lanes.stream().map(lane -> new AtomicInteger()).toList();
    }

    /** Holds the load back while a lane is behind. */
    void begins(int index) {
        double share = (double) index / stories;
        Pause.until(STUCK, () -> begun.get() >= 0 && lanesAreAt(share));
        begun.incrementAndGet();
    }

    private boolean lanesAreAt(double share) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            int next = fallen.get(lane).get();
            if (next < lanes.get(lane).size() && lanes.get(lane).get(next).at() + slack(lane) < share) {
                return false;
            }
        }
        return true;
    }

    private double slack(int lane) {
        return Math.max(0.04, 1.0 / lanes.get(lane).size());
    }

    void ends() {
        ended.incrementAndGet();
    }

    boolean isDue(Hit hit) {
        return begun.get() >= hit.at() * stories || ended.get() >= stories;
    }

    boolean isOver() {
        return ended.get() >= stories;
    }

    void fell(int lane) {
        fallen.get(lane).incrementAndGet();
    }

    @Override
    public String toString() {
        return ended.get() + " of " + stories + " stories, blows " + fallen;
    }
}
