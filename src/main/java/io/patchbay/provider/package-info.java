/**
 * Provider accounts: where they are, what opens them, how their health is judged. Mechanisms are named for what they do and are
 * chosen by a provider's data; none is named after a provider. Begin with {@link io.patchbay.provider.Connection}.
 */
package io.patchbay.provider;
