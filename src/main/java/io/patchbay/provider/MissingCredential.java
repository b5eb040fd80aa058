package io.patchbay.provider;

/** A credential reference that leads nowhere. Names the reference and never any content. */
public final class MissingCredential extends RuntimeException {

    private final String account;
    private final String credential;
    private final String reference;

    MissingCredential(String account, String credential, String reference, String why) {
        super("Account %s: credential %s cannot be read from %s: %s".formatted(account, credential, shown(reference), why));
        this.account = account;
        this.credential = credential;
        this.reference = shown(reference);
    }

    /** What is no reference at all may be a secret that was pasted in its place. */
    private static String shown(String reference) {
        return reference.matches("(?s)(env|file|property):.*") ? reference : "(not a reference)";
    }

    public String account() {
        return account;
    }

    public String credential() {
        return credential;
    }

    public String reference() {
        return reference;
    }
}
