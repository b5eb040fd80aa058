package io.patchbay.limit;

/**
 * Why a provider is called, the most urgent first. A lower lane only takes what is above its reserve, so however much work it has, a
 * higher lane finds that reserve and everything that comes in after it.
 */
public enum Lane {

    /** Somebody waits for the answer. */
    INTERACTIVE(0),
    /** It was promised for this moment. */
    DUE(60),
    /** It waits until the provider can take it, or is asked about because an answer was lost. */
    QUEUED(70),
    /** Nobody would notice if it came later. */
    POLLING(80);

    private final int reserve;

    Lane(int reserve) {
        this.reserve = reserve;
    }

    /** What this lane leaves to the ones above it, in percent of what an account can have saved up. */
    int reserve() {
        return reserve;
    }
}
