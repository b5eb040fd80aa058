package io.patchbay.routing;

/**
 * How orders of callers were answered.
 *
 * @param requests all of them
 * @param errors   those of them that failed for a reason that a configuration may be to blame for
 * @param unknown  those of them of which nobody knew at the time of the answer whether they were carried out
 */
public record Tally(long requests, long errors, long unknown) {

    public static final Tally NONE = new Tally(0, 0, 0);

    /** One order that was carried out, or refused for what the caller sent. */
    public static final Tally WELL = new Tally(1, 0, 0);

    /** One order that failed. */
    public static final Tally ERROR = new Tally(1, 1, 0);

    /** One order in doubt. */
    public static final Tally UNKNOWN = new Tally(1, 0, 1);

    Tally plus(Tally other) {
        return new Tally(requests + other.requests, errors + other.errors, unknown + other.unknown);
    }

    /** Per cent of the orders that failed or are in doubt; 0 where there were none. */
    public double rate() {
        return requests == 0 ? 0 : 100.0 * (errors + unknown) / requests;
    }
}
