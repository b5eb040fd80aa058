package io.patchbay.audit;

import java.time.Instant;

/** @param number larger is newer */
public record AuditEntry(long number, Instant at, Act act) {
}
