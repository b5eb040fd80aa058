package io.patchbay.killmatrix;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The traps that are set; each catches once. */
final class Traps {

    private final List<Trap> set = new CopyOnWriteArrayList<>();

    void set(Trap trap) {
        set.add(trap);
    }

    void remove(Trap trap) {
        set.remove(trap);
    }

    Optional<Trap> catching(Passage passage) {
        return set.stream().filter(trap -> trap.wants(passage)).filter(set::remove).findFirst();
    }
}
