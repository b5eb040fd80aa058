package io.patchbay.killmatrix;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Catches one request at the wire and holds it, and then its answer, until whoever set the trap has decided. A trap that nobody
 * decides about opens by itself.
 */
final class Trap {

    private static final Duration MOST = Duration.ofSeconds(30);

    /** What becomes of a held request. */
    enum Onward { FORWARD, DROP, LATE }

    private final Predicate<Passage> wanted;
    private final CompletableFuture<Passage> caught = new CompletableFuture<>();
    private final CompletableFuture<Onward> onward = new CompletableFuture<>();
    private final CompletableFuture<Optional<Back>> answered = new CompletableFuture<>();
    private final CompletableFuture<Boolean> passed = new CompletableFuture<>();

    Trap(Predicate<Passage> wanted) {
        this.wanted = wanted;
    }

    boolean wants(Passage passage) {
        return wanted.test(passage);
    }

    // The wire's side.

    Onward hold(Passage passage) {
        caught.complete(passage);
        return decided(onward, Onward.FORWARD);
    }

    boolean holdAnswer(Optional<Back> answer) {
        answered.complete(answer);
        return decided(passed, true);
    }

    private static <T> T decided(CompletableFuture<T> decision, T otherwise) {
        T made = Pause.forIt(decision, MOST);
        return made == null ? otherwise : made;
    }

    // The side of whoever set it.

    /** @return null if nothing came */
    Passage caught(Duration most) {
        return Pause.forIt(caught, most);
    }

    void decide(Onward decision) {
        onward.complete(decision);
    }

    /** Lets the request go on and keeps what comes back. @return false if nothing came back */
    boolean answered(Duration most) {
        decide(Onward.FORWARD);
        Optional<Back> answer = Pause.forIt(answered, most);
        return answer != null && answer.isPresent();
    }

    void passAnswer() {
        passed.complete(true);
    }

    void cutAnswer() {
        passed.complete(false);
    }

    /** Whatever is still held goes its way. */
    void release() {
        decide(Onward.FORWARD);
        passAnswer();
    }
}
