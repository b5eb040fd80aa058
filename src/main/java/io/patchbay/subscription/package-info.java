/**
 * The domain: what a subscription is, which orders its status allows, and where it is kept. Begin with
 * {@link io.patchbay.subscription.Subscription}. Knows no Camel and no provider.
 */
package io.patchbay.subscription;
