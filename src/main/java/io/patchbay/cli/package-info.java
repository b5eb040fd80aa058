/**
 * Commands for pipelines: whether a configuration directory and the provider units are valid ({@link io.patchbay.cli.Validate}), and what a
 * directory would change at a running gateway ({@link io.patchbay.cli.Diff}). They need no database and start no server.
 */
package io.patchbay.cli;
