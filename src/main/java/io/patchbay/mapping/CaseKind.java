package io.patchbay.mapping;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a contract case shows; every provider owes at least one case of each kind, or a reason why not. */
enum CaseKind {
    ACCEPTED("accepted", Set.of("SUCCEEDED")),
    REFUSED("refused", Set.of("REJECTED")),
    NOT_FOUND("not-found", Set.of("REJECTED")),
    DUPLICATE("duplicate", Set.of()),
    TIMEOUT("timeout", Set.of("UNKNOWN", "UNAVAILABLE_NOT_SENT")),
    UNMAPPED_STATUS("unmapped-status", Set.of("UNKNOWN")),
    THROTTLED("throttled", Set.of("THROTTLED")),
    UNAUTHORISED("unauthorised", Set.of("UNAUTHORISED")),
    SCRUB("scrub", Set.of()),
    PROBE("probe", Set.of());

    private final String word;
    private final Set<String> classes;

    CaseKind(String word, Set<String> classes) {
        this.word = word;
        this.classes = classes;
    }

    static Optional<CaseKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** The kind at the beginning of {@code <kind>[-<detail>]}. */
    static Optional<CaseKind> leading(String text) {
        return Arrays.stream(values()).filter(kind -> text.equals(kind.word) || text.startsWith(kind.word + "-")).findFirst();
    }

    String word() {
        return word;
    }

    /** Outcome classes a case of this kind may end with; empty = any. */
    Set<String> classes() {
        return classes;
    }
}
