/**
 * Benchmarks, each with a command of its own; none is part of {@code mvn verify}. What they find goes into docs/benchmarks.md, each into its own
 * section.
 */
package io.patchbay.bench;
