/**
 * The gateway's process: what starts it and what it says if it cannot start. Begin with {@link io.patchbay.Patchbay}.
 */
package io.patchbay;
