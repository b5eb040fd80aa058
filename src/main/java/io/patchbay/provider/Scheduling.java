package io.patchbay.provider;

/** Who keeps an order whose activation lies in the future. */
public enum Scheduling {

    /** This gateway keeps it and calls the provider when it is due. The default: it can still be moved or dropped. */
    GATEWAY,

    /** It is sent at once with its date, for a provider that can hold a future activation itself. */
    PROVIDER
}
