package io.patchbay.schedule;

import java.time.Instant;

/**
 * What waits although its moment has come.
 *
 * @param due    how much of it
 * @param oldest since when the oldest of it waits; null if nothing does
 */
public record Backlog(long due, Instant oldest) {
}
