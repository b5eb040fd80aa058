package io.patchbay.operation;

/** What happens next with an operation that is open, in the words its {@code outcome.next} tells whoever ordered it. */
public final class Outlook {

    public static final String UNKNOWN =
            "The provider may have acted. It is asked again by itself until that is known (nextLookAt); do not repeat the order.";

    public static final String QUEUED = "It was not done yet; it is sent as soon as the provider takes it.";

    public static final String NEEDS_ATTENTION = "It cannot be found out by asking; a person settles it. Do not repeat the order.";

    private Outlook() {
    }
}
