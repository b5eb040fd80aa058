package io.patchbay.audit;

/**
 * Which entries are wanted; null takes all.
 *
 * @param subject this one and everything below it: {@code accounts} takes {@code accounts/acme-connect}
 */
public record AuditFilter(String actor, String act, String subject) {
}
