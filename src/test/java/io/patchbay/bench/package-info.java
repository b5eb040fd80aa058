/**
 * Benchmarks, each with a command of its own. What they find goes into docs/benchmarks.md, each into its own places. Only a run of some seconds
 * that shows that {@code bench/run} works is part of {@code mvn verify}.
 */
package io.patchbay.bench;
