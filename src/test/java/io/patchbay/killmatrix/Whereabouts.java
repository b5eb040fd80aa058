package io.patchbay.killmatrix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which story a request at the wire belongs to, by everything that names it there. */
final class Whereabouts {

    private static final String MARK = "patchbay:";

    private final Map<String, Story> stories = new ConcurrentHashMap<>();
    private final Set<String> keysSeen = ConcurrentHashMap.newKeySet();
    private final Postgres postgres;

    Whereabouts(Postgres postgres) {
        this.postgres = postgres;
    }

    void begins(Story story) {
        stories.put("customer " + story.customer(), story);
        stories.put("mail " + story.mail(), story);
        stories.put("reference " + story.reference(), story);
        if (story.namesSim()) {
            stories.put(sim(story.provider(), story.iccid()), story);
        }
    }

    /** What an answer of the gateway told. */
    void learned(Story story, String subscription, String providerSubscription, String iccid) {
        if (subscription != null) {
            stories.put("subscription " + subscription, story);
        }
        if (providerSubscription != null) {
            stories.put(story.provider() + " " + providerSubscription, story);
        }
        if (iccid != null) {
            stories.put(sim(story.provider(), iccid), story);
        }
    }

    private static String sim(Provider provider, String iccid) {
        return "sim " + provider + " " + iccid;
    }

    Optional<Story> of(Passage passage) {
        Optional<Story> known = names(passage).stream().map(stories::get).filter(Objects::nonNull).findFirst()
                .or(() -> byMark(passage));
        // A SIM that was given back belongs to whoever orders it next.
        known.filter(story -> passage.path().equals("/v3/subscription"))
                .ifPresent(story -> stories.put(sim(Provider.TELLISIM, passage.json().path("iccid").asText()), story));
        return known;
    }

    private static List<String> names(Passage passage) {
        List<String> names = new ArrayList<>();
        switch (passage.provider()) {
            case CONNECT -> {
                names.add("customer " + passage.json().path("customerId").asText());
                names.add("CONNECT " + passage.segment(1));
                names.add("reference " + passage.segment(1).replaceFirst("^rid_", ""));
                names.add("subscription " + passage.segment(1).replaceFirst("^rid_", ""));
            }
            case TELEGENT -> {
                names.add(sim(Provider.TELEGENT, passage.json().path("ICCID").asText()));
                names.add("TELEGENT " + passage.json().path("SubscriptionId").asText());
                names.add("TELEGENT " + passage.parameter("SubscriptionId").orElse(""));
                names.add("subscriber " + passage.json().path("SubscriberId").asText());
                names.add("mail " + passage.json().path("Email").asText());
            }
            case TELLISIM -> {
                // The order itself is told by its mark alone: its SIM may have been somebody else's.
                if (!passage.path().equals("/v3/subscription")) {
                    names.add(sim(Provider.TELLISIM, passage.segment(2)));
                }
                names.add("subscription " + mark(passage));
            }
        }
        return names;
    }

    private static String mark(Passage passage) {
        String metadata = passage.json().path("metadata").asText();
        return metadata.startsWith(MARK) ? metadata.substring(MARK.length()) : "";
    }

    private Optional<Story> byMark(Passage passage) {
        String mark = passage.provider() == Provider.TELLISIM ? mark(passage) : "";
        Optional<String> customer = mark.isEmpty() ? Optional.empty()
                : postgres.one("select customer_id from subscription where subscription_id = ?", mark);
        return customer.map(name -> stories.get("customer " + name));
    }

    /** A subscriber that a provider made, whose id later orders carry. */
    void noted(Passage passage, Back answer) {
        if (passage.path().equals("/v1.0/subscribers/create")) {
            Story story = stories.get("mail " + passage.json().path("Email").asText());
            String subscriber = Http.json(new String(answer.body(), StandardCharsets.UTF_8)).path("SubscriberId").asText();
            if (story != null && !subscriber.isEmpty()) {
                stories.put("subscriber " + subscriber, story);
            }
        }
    }

    /** Whether a request with this provider's idempotency key has come by before. */
    boolean isRepeated(Passage passage) {
        String key = passage.headers().getFirst("X-Idempotency-Key");
        return key != null && !keysSeen.add(key);
    }
}
