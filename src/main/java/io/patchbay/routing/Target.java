package io.patchbay.routing;

/** @param weight share of the rule's subscriptions, 0..1000; 0 takes no new one */
public record Target(String account, int weight) {
}
