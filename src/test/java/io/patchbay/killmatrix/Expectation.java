package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Told.End;
import java.util.List;

/**
 * What a provider must hold after everything the reseller was told of one story. Orders whose end nobody was told leave open what they
 * would have changed.
 */
record Expectation(Must made, Must equipped, Must cancelled, Must suspended) {

    /** Whether something has to be so. */
    enum Must {
        YES, NO, EITHER;

        boolean isBrokenBy(boolean fact) {
            return this == YES && !fact || this == NO && fact;
        }
    }

    static Expectation of(List<Told> told) {
        Expectation expected = new Expectation(Must.NO, Must.NO, Must.NO, Must.NO);
        for (Told one : told) {
            expected = one.end() == End.REFUSED ? expected : expected.after(one, one.end() == End.DONE);
        }
        return expected;
    }

    private Expectation after(Told one, boolean known) {
        Must done = known ? Must.YES : Must.EITHER;
        return switch (one.step().act()) {
            case CREATE -> one.story().isMadeByItsOrder()
                    ? new Expectation(done, one.story().opening() == Story.Opening.NOW ? done : Must.NO, cancelled, suspended) : this;
            case ACTIVATE -> new Expectation(one.story().making() == Act.ACTIVATE ? done : made, done, cancelled, suspended);
            case CANCEL -> made == Must.NO ? this : new Expectation(made, equipped, done, suspended);
            case PAUSE, SUSPEND_PLAN_ATTACHMENT -> new Expectation(made, equipped, cancelled, done);
            case RESUME -> new Expectation(made, equipped, cancelled, known ? Must.NO : Must.EITHER);
            case SEND_SMS -> this;
        };
    }
}
