package io.patchbay.killmatrix;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/** What lies between the gateways and the providers: it sees everything, delays, drops and spoils what the plan says. */
final class Wire implements AutoCloseable {

    private static final Duration AFTERMATH = Duration.ofMillis(1500);

    private final Traps traps = new Traps();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    /** Stories one of whose calls went without an answer: from then on a question about them is a probe. */
    private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
    /** Until when a provider refused connections, and a little longer, for an answer that tells of it takes a moment. */
    private final Map<Provider, Instant> refused = new ConcurrentHashMap<>();
    private final Whereabouts whereabouts;
    private final Spoiling spoiling;
    private final Executor executor;

    Wire(Whereabouts whereabouts, Spoiling spoiling, Executor executor) {
        this.whereabouts = whereabouts;
        this.spoiling = spoiling;
        this.executor = executor;
    }

    /** @param address where this node believes this provider to be */
    void connect(Node node, Provider provider, InetSocketAddress address) {
        Line line = new Line(node, provider, address, this, executor);
        line.open();
        lines.add(line);
    }

    Optional<Back> carry(Passage passage) {
        Optional<Story> story = whereabouts.of(passage);
        Optional<Act> act = passage.act(story.map(Story::making).orElse(Act.CREATE));
        boolean repeated = whereabouts.isRepeated(passage);
        Optional<Trap> trap = traps.catching(passage);
        Optional<Back> answer = trap.isPresent() ? held(passage, trap.get()) : spoiling.carry(passage, story, act);
        answer.ifPresent(back -> whereabouts.noted(passage, back));
        if (act.isPresent() && story.isPresent() && !repeated && isLost(answer)) {
            unanswered.add(story.get().number());
        }
        return answer;
    }

    private static boolean isLost(Optional<Back> answer) {
        return answer.isEmpty() || answer.get().status() >= 500;
    }

    private Optional<Back> held(Passage passage, Trap trap) {
        Optional<Back> answer = spoiling.carry(passage, trap.hold(passage));
        return trap.holdAnswer(answer) ? answer : Optional.empty();
    }

    void set(Trap trap) {
        traps.set(trap);
    }

    void remove(Trap trap) {
        traps.remove(trap);
    }

    /** The call on which an order hangs, with nothing planned against it. */
    boolean isOrder(Passage passage) {
        Optional<Story> story = whereabouts.of(passage);
        Optional<Act> act = story.flatMap(known -> passage.act(known.making()));
        return act.isPresent() && act.get() != Act.SEND_SMS && !spoiling.isPlanned(story.get(), act.get());
    }

    /** A question about an order whose answer was lost, or the order itself once more. */
    boolean isProbe(Passage passage) {
        boolean list = passage.provider() == Provider.TELEGENT && passage.path().equals("/v1.0/account/subscriptions");
        Optional<Story> story = whereabouts.of(passage);
        boolean about = story.isPresent() && unanswered.contains(story.get().number());
        return about && (passage.asks() || passage.act(story.get().making()).isPresent()) || list && !unanswered.isEmpty();
    }

    /** The story's present order has its answer; what is asked about it from now on is no probe. */
    void concluded(Story story) {
        unanswered.remove(story.number());
    }

    /** Shuts all lines to a provider for a while, as if it were not there. */
    void refuse(Provider provider, Duration time) {
        refused.put(provider, Instant.now().plus(time).plus(AFTERMATH));
        Collection<Line> shut = lines.stream().filter(line -> line.provider() == provider).toList();
        spoiling.refusing(provider, () -> {
            shut.forEach(Line::close);
            Pause.of(time);
            shut.forEach(Line::open);
        });
    }

    boolean isRefusing(Provider provider) {
        return Instant.now().isBefore(refused.getOrDefault(provider, Instant.MIN));
    }

    @Override
    public void close() {
        lines.forEach(Line::close);
    }
}
