package io.patchbay.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One subscription as the gateway knows it. It stays with the account that made it, whatever routing says later.
 *
 * @param id                     ours, time-ordered
 * @param referenceId            the reseller's own id, null if none was given; unique per tenant
 * @param providerSubscriptionId the provider's id, null while nothing has been made there
 * @param scheduledAt            when a held activation is due, null if none is
 * @param endsAt                 when this gateway has to end it, null if nothing was ordered or the provider sees to it
 * @param openOperation          the operation that may still change it, null if none is open
 * @param details                canonical fields nobody filters by, see {@link Details}
 */
public record Subscription(
        String id,
        String tenant,
        String referenceId,
        SubscriptionStatus status,
        String provider,
        String account,
        String providerSubscriptionId,
        String offeringId,
        String customerId,
        String msisdn,
        Instant scheduledAt,
        Instant endsAt,
        String openOperation,
        ObjectNode details,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    /** Nothing has been made at a provider: the gateway alone holds this subscription. */
    public boolean heldHere() {
        return providerSubscriptionId == null;
    }

    /** A subscription that waits for its activation data, here or at the provider. */
    public boolean isShell() {
        return status == SubscriptionStatus.PENDING && details.path(Details.SHELL).asBoolean();
    }

    public Subscription with(SubscriptionStatus next, Instant dueAt, ObjectNode newDetails) {
        return new Subscription(id, tenant, referenceId, next, provider, account, providerSubscriptionId, offeringId, customerId, msisdn,
                dueAt, endsAt, openOperation, newDetails, version, createdAt, updatedAt);
    }

    public Subscription at(Instant changed) {
        return new Subscription(id, tenant, referenceId, status, provider, account, providerSubscriptionId, offeringId, customerId, msisdn,
                scheduledAt, endsAt, openOperation, details, version + 1, createdAt, changed);
    }

    /** The same order at another account; only while nothing has been made of it. */
    public Subscription carriedBy(String otherProvider, String otherAccount) {
        return new Subscription(id, tenant, referenceId, status, otherProvider, otherAccount, providerSubscriptionId, offeringId, customerId,
                msisdn, scheduledAt, endsAt, openOperation, details, version, createdAt, updatedAt);
    }

    /** @param end null if this gateway has not to end it any more */
    public Subscription endingAt(Instant end) {
        return new Subscription(id, tenant, referenceId, status, provider, account, providerSubscriptionId, offeringId, customerId, msisdn,
                scheduledAt, end, openOperation, details, version, createdAt, updatedAt);
    }

    /** The provider's own identifiers of it, such as the ICCID it was made with. */
    public List<String> handles() {
        return details.path(Details.HANDLES).valueStream().map(JsonNode::asText).toList();
    }

    public String iccid() {
        return details.path("sim").path("iccid").textValue();
    }
}
