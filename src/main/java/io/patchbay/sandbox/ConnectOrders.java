package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What brings a subscription at Connect to life: create and activate. */
final class ConnectOrders {

    private final Clock clock;
    private final Settings settings;
    private final ConnectCatalogue catalogue;
    private final ConnectInventory inventory;
    private final ConnectSubscriptions subscriptions;

    ConnectOrders(Clock clock, Settings settings, ConnectCatalogue catalogue, ConnectInventory inventory,
                  ConnectSubscriptions subscriptions) {
        this.clock = clock;
        this.settings = settings;
        this.catalogue = catalogue;
        this.inventory = inventory;
        this.subscriptions = subscriptions;
    }

    Answer create(Request request) {
        if (settings.flag("billingManaged")) {
            return ConnectErrors.of(403, "FORBIDDEN", "Billing is managed here; subscriptions are made by orders");
        }
        return request.object().map(this::create).orElseGet(ConnectErrors::notAnObject);
    }

    private Answer create(ObjectNode body) {
        ConnectChecks checks = new ConnectChecks().wanted(body, "productOfferingId").wanted(body, "customerId")
                .objects(body, "subscriber", "subscriber.address", "extensions", "metadata").reference(body)
                .text(body, "display", text -> true).activation(body).date(body, "activationDate");
        return lease(checks, body).refusal().or(() -> conflict(body)).orElseGet(() -> created(body));
    }

    private ConnectChecks lease(ConnectChecks checks, JsonNode body) {
        JsonNode activation = body.path("activation");
        return inventory.mayUse(Json.text(activation, "leaseToken"), Json.text(activation, "msisdn"))
                ? checks : checks.malformed("activation.leaseToken");
    }

    private Optional<Answer> conflict(ObjectNode body) {
        String customer = customerReference(body);
        if (catalogue.find(Json.text(body, "productOfferingId"), "SUBSCRIPTION").isEmpty()) {
            return Optional.of(ConnectCatalogue.unknown());
        }
        if (customer.startsWith("unknown-") || settings.choice("customers").equals("none")) {
            return Optional.of(ConnectErrors.notFound("CUSTOMER", "There is no such customer"));
        }
        return subscriptions.hasReference(Json.text(body, "referenceId"))
                ? Optional.of(ConnectErrors.of(409, "REFERENCE_ID_TAKEN", "This referenceId is already in use"))
                : Optional.empty();
    }

    private Answer created(ObjectNode body) {
        Instant now = clock.instant();
        ConnectSubscription subscription = new ConnectSubscription(
                catalogue.find(Json.text(body, "productOfferingId"), "SUBSCRIPTION").orElseThrow(), described(body, now), now);
        subscriptions.add(subscription);
        if (body.hasNonNull("activation")) {
            equip(subscription, body, now);
        }
        return Answer.json(201, subscription.json());
    }

    private static ObjectNode described(ObjectNode body, Instant now) {
        ObjectNode described = Json.object();
        String customer = customerReference(body);
        described.putObject("customer").put("customerId", customerId(customer)).put("name", "Customer " + customer);
        Stream.of("referenceId", "display", "extensions", "metadata").filter(body::hasNonNull)
                .forEach(name -> described.set(name, body.get(name)));
        if (body.hasNonNull("subscriber")) {
            described.set("subscriber", subscriber((ObjectNode) body.get("subscriber"), now));
        }
        return described;
    }

    private static ObjectNode subscriber(ObjectNode given, Instant now) {
        ObjectNode subscriber = Json.object().put("subscriberId", UUID.randomUUID().toString());
        Stream.of("name", "email", "address").filter(given::hasNonNull).forEach(name -> subscriber.set(name, given.get(name)));
        ConnectSubscription.time(subscriber, "createdAt", now);
        ConnectSubscription.time(subscriber, "updatedAt", now);
        return subscriber;
    }

    private static String customerReference(ObjectNode body) {
        return Json.text(body, "customerId").replaceFirst("^rid_", "");
    }

    // Answers name the customer by internal id, also where the request used a reference.
    private static String customerId(String reference) {
        try {
            return UUID.fromString(reference).toString();
        } catch (IllegalArgumentException noUuid) {
            return UUID.nameUUIDFromBytes(reference.getBytes(StandardCharsets.UTF_8)).toString();
        }
    }

    private void equip(ConnectSubscription subscription, ObjectNode body, Instant now) {
        JsonNode activation = body.get("activation");
        String msisdn = Json.text(activation, "msisdn");
        subscription.equip(msisdn == null ? inventory.nextNumber() : msisdn, sim(activation.path("sim")),
                activation.hasNonNull("porting") ? activation.get("porting") : null, activationTime(body, now), now);
    }

    private ObjectNode sim(JsonNode given) {
        boolean esim = given.path("esim").asBoolean(!given.hasNonNull("iccid"));
        ObjectNode sim = Json.object().put("esim", esim);
        if (given.hasNonNull("imei")) {
            sim.set("imei", given.get("imei"));
        }
        return sim.put("iccid", given.hasNonNull("iccid") ? Json.text(given, "iccid") : inventory.nextIccid());
    }

    private Instant activationTime(ObjectNode body, Instant now) {
        Duration delay = Duration.ofSeconds(settings.number("activationDelaySeconds"));
        return ConnectChecks.day(Json.text(body, "activationDate")).map(ConnectSubscription::startOf)
                .filter(now::isBefore).orElseGet(() -> now.plus(delay).truncatedTo(ChronoUnit.MILLIS));
    }

    Answer activate(String id, Request request) {
        return subscriptions.with(id, subscription -> request.object().map(body -> activate(subscription, body))
                .orElseGet(ConnectErrors::notAnObject));
    }

    private Answer activate(ConnectSubscription subscription, ObjectNode body) {
        ConnectChecks checks = new ConnectChecks().activation(body).date(body, "activationDate");
        if (!body.hasNonNull("activation")) {
            checks.missing("activation");
        }
        return lease(checks, body).refusal().or(() -> notPending(subscription)).orElseGet(() -> {
            equip(subscription, body, clock.instant());
            return Answer.json(200, subscription.json());
        });
    }

    private static Optional<Answer> notPending(ConnectSubscription subscription) {
        return subscription.status() == ConnectSubscription.Status.PENDING ? Optional.empty()
                : Optional.of(ConnectErrors.of(409, "SUBSCRIPTION_NOT_PENDING", "Only a pending subscription can be activated"));
    }
}
