/**
 * What a provider is, as data: its sheet, its mappings, its contract cases, and the engine that walks an operation through its
 * calls. Does no I/O beyond reading those files and knows neither Spring nor Camel. Begin with
 * {@link io.patchbay.mapping.ProviderUnit} and {@link io.patchbay.mapping.Walk}.
 */
package io.patchbay.mapping;
