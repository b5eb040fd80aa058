/**
 * Everything for one machine in one process: database, simulators, gateway. Never part of the packaged jar. Begin with
 * {@link io.patchbay.demo.Demo}.
 */
package io.patchbay.demo;
