package io.patchbay.operation;

import java.time.Duration;

/**
 * How long nothing has been known about a lost answer, and what asking has told so far; measured by the clock of the database.
 *
 * @param sinceSent   since the request was written down to leave; null if none was
 * @param sinceLost   since its answer was found lost; null if none is missing
 * @param looks       how often it was asked about by itself; looks for somebody who reads it do not count
 * @param absences    how often, past the grace, the provider had nothing of it
 * @param sinceAbsent since the last time it had not; null if it never was so
 * @param tries       how often it has been put back into the queue
 */
public record Doubt(Duration sinceSent, Duration sinceLost, int looks, int absences, Duration sinceAbsent, int tries) {

    /** An operation that is carried out by the node that took it in. */
    public static final Doubt NONE = new Doubt(null, null, 0, 0, null, 0);

    /** Something else is being sent: what was in doubt is known. */
    public Doubt over() {
        return new Doubt(null, null, 0, 0, null, tries);
    }
}
