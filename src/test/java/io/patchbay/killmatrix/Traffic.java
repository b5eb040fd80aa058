package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers who order, read and cancel without a pause, at both gateways, until they are told to stop. None of their requests may fail. */
final class Traffic {

    static final String OFFERING = "mobile-10gb";

    private static final List<String> CUSTOMERS = List.of("plain", "special");

    private final Site site;
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Created> created = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Shown> shown = new ConcurrentLinkedQueue<>();
    private final Tally<String> answered = new Tally<>();
    private final List<CompletableFuture<?>> callers = new ArrayList<>();
    private volatile boolean over;

    /**
     * An order that was answered.
     *
     * @param tenant   whose
     * @param order    as it was sent
     * @param revision on which it was decided, by the answer
     */
    record Created(String tenant, String key, ObjectNode order, long revision, String subscription, String account, String offering) {
    }

    /** What the catalogue showed. */
    record Shown(long revision, String offering) {
    }

    Traffic(Site site) {
        this.site = site;
    }

    void begin(int width) {
        for (int caller = 0; caller < width; caller++) {
            callers.add(CompletableFuture.runAsync(this::call, site.executor));
        }
    }

    void end() {
        over = true;
        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
    }

    private void call() {
        while (!over) {
            Provider tenant = Provider.values()[ThreadLocalRandom.current().nextInt(Provider.values().length)];
            create(tenant).ifPresent(this::follow);
            browse(tenant);
        }
    }

    private Node node() {
        return site.nodes.get(ThreadLocalRandom.current().nextInt(site.nodes.size()));
    }

    private Optional<Created> create(Provider tenant) {
        ObjectNode order = order();
        return sent("create", "POST", "/v1/subscriptions", order.toString(), tenant.key, 201).map(reply -> {
            Created made = new Created(Rerouting.tenant(tenant), tenant.key, order, revision(reply), reply.text("/subscriptionId"),
                    reply.text("/provider/account"), reply.text("/productOffering/name"));
            created.add(made);
            return made;
        });
    }

    private ObjectNode order() {
        int next = number.incrementAndGet();
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("productOfferingId", OFFERING)
                .put("customerId", CUSTOMERS.get(next % CUSTOMERS.size())).put("referenceId", "rerouting-" + next);
        order.putObject("subscriber").put("name", "Person " + next).put("email", "rerouting-" + next + "@example.com");
        order.putObject("activation").putObject("sim").put("esim", true);
        return order;
    }

    /** It belongs to the account that took it, wherever its tenant has been moved since. */
    private void follow(Created made) {
        String path = "/v1/subscriptions/" + made.subscription();
        sent("read", "GET", path + "?refresh=true", null, made.key(), 200).ifPresent(reply -> stays(made, reply));
        if (number.get() % 3 == 0) {
            sent("cancel", "POST", path + "/cancel", "{}", made.key(), 200).ifPresent(reply -> stays(made, reply));
        }
    }

    private void stays(Created made, Http.Reply reply) {
        if (!made.account().equals(reply.text("/provider/account"))) {
            failures.add(made + " is at another account now: " + reply.body());
        }
    }

    private void browse(Provider tenant) {
        sent("browse", "GET", "/v1/product-offerings/" + OFFERING, null, tenant.key, 200)
                .ifPresent(reply -> shown.add(new Shown(revision(reply), reply.text("/name"))));
    }

    private Optional<Http.Reply> sent(String what, String method, String path, String body, String key, int wanted) {
        Node node = node();
        Http.Answer answer = Http.send(method, node.address() + path, body, Map.of("X-Api-Key", key));
        answered.add(what);
        Optional<Http.Reply> reply = answer.reply().filter(given -> given.status() == wanted);
        if (reply.isEmpty()) {
            failures.add("%s at %s, which was over at %s: %s".formatted(what, node.name, Instant.now(), answer));
        }
        return reply;
    }

    static long revision(Http.Reply reply) {
        return reply.header("Patchbay-Revision").map(Long::parseLong).orElse(-1L);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    List<Created> created() {
        return List.copyOf(created);
    }

    List<Shown> shown() {
        return List.copyOf(shown);
    }

    Tally<String> answered() {
        return answered;
    }
}
