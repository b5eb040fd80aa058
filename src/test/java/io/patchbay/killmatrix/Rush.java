package io.patchbay.killmatrix;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.killmatrix.Recorded.Sub;
import io.patchbay.killmatrix.Story.Opening;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Activations that fall due in the same second, and a gateway that dies when half of them are done. */
final class Rush {

    private static final int CALLERS = 16;
    private static final Duration AHEAD = Duration.ofSeconds(2);
    private static final Duration WORKING = Duration.ofSeconds(90);
    private static final String ACTIVATED = "select count(*) from operation where kind = 'activate' and state = 'SUCCEEDED'";
    private static final String CARRIED_BY = "select operation_id from operation where lease_owner = ? and state in ('RECEIVED', 'SENDING')";
    private static final String OPEN = """
            select (select count(*) from due_work where kind <> 'LOOK')
              + (select count(*) from operation where state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN'))""";

    private final Site site;
    private final List<Story> stories;
    private final Map<Story, String> scheduled = new ConcurrentHashMap<>();
    private String summary = "";

    /** @param orders half of them at one provider, a quarter at each of the others */
    Rush(Site site, int orders) {
        this.site = site;
        this.stories = IntStream.range(0, orders).mapToObj(Rush::story).toList();
    }

    private static Story story(int number) {
        Provider provider = switch (number % 4) {
            case 0, 1 -> Provider.CONNECT;
            case 2 -> Provider.TELEGENT;
            default -> Provider.TELLISIM;
        };
        return new Story(number, provider, Opening.SCHEDULED, true, provider == Provider.TELEGENT, false, List.of());
    }

    Verdict run() {
        site.simulators.setting(Provider.TELLISIM, "stockPerLabel", stories.size());
        Instant began = Instant.now();
        each(stories, this::schedule);
        Instant ordered = Instant.now();
        Instant due = bringForward();
        String left = killHalfWay(due);
        Pause.until(WORKING, () -> site.postgres.one(OPEN).equals(Optional.of("0")));
        summary = "%d activations scheduled in %d ms; %s; all done after %d ms".formatted(scheduled.size(),
                Duration.between(began, ordered).toMillis(), left, Duration.between(due, Instant.now()).toMillis());
        return verdict();
    }

    /** What happened, on one line. */
    String summary() {
        return summary;
    }

    private void schedule(Story story) {
        Http.Reply reply = Http.send("POST", node(story).address() + "/v1/subscriptions", story.order().toString(),
                        Map.of("X-Api-Key", story.provider().key, "Idempotency-Key", "rush-" + story.number()))
                .having(201, "story " + story.number() + " was not taken");
        scheduled.put(story, reply.text("/subscriptionId"));
    }

    private Node node(Story story) {
        return site.nodes.get(story.number() / 4 % site.nodes.size());
    }

    /** Ordered for a far date, so that none begins before the last is ordered; the database brings that date here. */
    private Instant bringForward() {
        Instant due = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(AHEAD);
        site.postgres.execute("update subscription set scheduled_at = '" + due + "' where status = 'SCHEDULED'");
        site.postgres.execute("update due_work set due_at = '" + due + "', try_at = '" + due + "' where kind = 'ACTIVATE'");
        return due;
    }

    /** At a moment when the one to die is carrying something. */
    private String killHalfWay(Instant due) {
        Node victim = site.nodes.getFirst();
        boolean half = Pause.until(WORKING, () -> activated() >= stories.size() / 2 && !site.postgres.column(CARRIED_BY, victim.life()).isEmpty());
        victim.kill();
        Instant killed = Instant.now();
        if (!half) {
            throw new IllegalStateException("only " + activated() + " of " + stories.size() + " activations have been carried out");
        }
        return "gateway %s killed after %d ms and %d activations, with %d of its own under way".formatted(victim.life(),
                Duration.between(due, killed).toMillis(), activated(), site.postgres.column(CARRIED_BY, victim.life()).size());
    }

    private int activated() {
        return site.postgres.one(ACTIVATED).map(Integer::valueOf).orElse(0);
    }

    private Verdict verdict() {
        Node survivor = site.nodes.getLast();
        Map<String, Sub> shown = new ConcurrentHashMap<>();
        each(scheduled.keySet().stream().toList(), story -> shown(survivor, story).ifPresent(sub -> shown.put(sub.id(), sub)));
        List<String> due = site.postgres.column("select subscription_id from due_work where kind <> 'LOOK'");
        return OnceEach.of(scheduled, shown, Readings.gateway(survivor, site.postgres), Readings.providers(site.simulators), due);
    }

    /** Its provider is asked for it, since that one may still have been at work when it answered. */
    private Optional<Sub> shown(Node node, Story story) {
        String url = node.address() + "/v1/subscriptions/" + scheduled.get(story) + "?refresh=true";
        return Stream.generate(() -> Http.send("GET", url, null, Map.of("X-Api-Key", story.provider().key)).reply()).limit(3)
                .flatMap(Optional::stream).filter(reply -> reply.status() == 200).map(Http.Reply::json).findFirst()
                .map((JsonNode view) -> Sub.of(view, null));
    }

    private <T> void each(List<T> all, Consumer<T> action) {
        Semaphore callers = new Semaphore(CALLERS);
        CompletableFuture.allOf(all.stream().map(one -> {
            callers.acquireUninterruptibly();
            return CompletableFuture.runAsync(() -> action.accept(one), site.executor).whenComplete((done, failed) -> callers.release());
        }).toArray(CompletableFuture[]::new)).join();
    }
}
