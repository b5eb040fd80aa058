package io.patchbay.killmatrix;

import java.util.Locale;

/**
 * One planned blow against the processes.
 *
 * @param at  share of the stories, 0 to 1, that have begun before it falls
 * @param by  a choice that the blow still leaves open
 */
record Hit(Blow blow, Provider provider, double at, int by) {

    /** What can happen to a process. */
    enum Blow {
        KILL_AT_RANDOM(true),
        KILL_AFTER_JOURNAL(true),
        KILL_AFTER_SEND(true),
        KILL_BEFORE_OUTCOME(true),
        KILL_DURING_PROBE(true),
        KILL_DURING_SETTLE(true),
        TERMINATE(false),
        FREEZE_BEFORE_SEND(false),
        FREEZE_AFTER_SEND(false),
        FREEZE_BETWEEN_STEPS(false),
        DATABASE_IMMEDIATE(false),
        DATABASE_FAST(false),
        REFUSE_CONNECTIONS(false);

        final boolean kill;

        Blow(boolean kill) {
            this.kill = kill;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
