package io.patchbay.provider;

/** The account was taken out of service before the request left. */
public final class InMaintenance extends RuntimeException {

    public InMaintenance() {
        super("the account is in maintenance", null, false, false);
    }
}
