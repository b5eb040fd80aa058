package io.patchbay.killmatrix;

import java.util.Set;

/**
 * What came of a change that was asked for.
 *
 * @param kind     such as {@code move}
 * @param revision that came of it; 0 if it was refused
 * @param fault    what was wrong with the answer; null if it was as it had to be
 */
record Edit(String kind, long revision, String fault) {

    static Edit landed(String kind, Http.Reply reply) {
        boolean fine = Set.of(200, 201, 204).contains(reply.status());
        return fine ? new Edit(kind, Traffic.revision(reply), null) : new Edit(kind, 0, kind + " was refused: " + reply);
    }

    /** @param pointers that the refusal has to name, all of them */
    static Edit refused(String kind, Http.Reply reply, String... pointers) {
        for (String pointer : pointers) {
            if (reply.status() != 422 || !reply.body().contains("\"" + pointer + "\"")) {
                return new Edit(kind, 0, kind + " had to be refused with 422 at " + pointer + " and was answered " + reply);
            }
        }
        return new Edit(kind, 0, null);
    }

    boolean isAccepted() {
        return revision > 0;
    }
}
