/**
 * The journal: what was asked, what was sent, what came back, and what is still unknown. Nothing is sent before it is written
 * down here. Begin with {@link io.patchbay.operation.Journal}. Knows no Camel.
 */
package io.patchbay.operation;
