/**
 * The outer door: keys, sizes and media types, before any route sees a request, and the answers of everything that fails outside
 * the routes. Begin with {@link io.patchbay.access.AccessConfiguration} and {@link io.patchbay.access.Admission}. Knows no Camel.
 */
package io.patchbay.access;
