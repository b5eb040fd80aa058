package io.patchbay.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.Walk;
import io.patchbay.provider.MissingCredential;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What providers answered to questions that their sheets let a node remember, per {@code remember} of a call. An order that would ask the same
 * again goes on with that answer; by itself that answer refuses nothing: an order it speaks against asks.
 */
@Component
public class ReadMemory {

    /** Together they bound what is kept to some sixteen megabytes. */
    private static final int MOST = 1_000;
    private static final int LONGEST_BODY = 16 * 1024;

    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Kind, Counter> remembered = new ConcurrentHashMap<>();
    private final Map<Question, Memory> memories = new ConcurrentHashMap<>();

    ReadMemory(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
    }

    /** Takes the order on without asking. @return false if it has to ask */
    boolean answers(Order order, Next.Send read) {
        order.question = question(order, read).orElse(null);
        Memory memory = order.question == null ? null : memories.get(order.question);
        return memory != null && memory.holdsAt(clock.instant()) && isTakenUp(order, read, memory);
    }

    /** What an old answer would have refused, a new one may allow. */
    private boolean isTakenUp(Order order, Next.Send read, Memory memory) {
        Walk after = order.walk.answered(memory.answer());
        if (after.next() instanceof Next.End end && end.verdict().outcome() != OutcomeClass.SUCCEEDED) {
            return false;
        }
        order.recall(read, memory.answer(), after.answer().orElseThrow(), memory.readAt(), clock.instant());
        order.walk = after;
        order.relied.add(order.question);
        order.question = null;
        remembered.computeIfAbsent(new Kind(order.getProvider(), order.getAccount(), read.call().name()), this::counter).increment();
        return true;
    }

    private Counter counter(Kind kind) {
        return meters.counter("patchbay.provider.remembered", "provider", kind.provider(), "account", kind.account(), "call", kind.call());
    }

    /** @param asked when the question left: the answer is no newer than that for certain */
    void heard(Order order, ProviderAnswer answer, OutcomeClass outcome, Instant asked) {
        if (order.question != null && outcome == OutcomeClass.SUCCEEDED && answer instanceof ProviderAnswer.Answered told && isShort(told)) {
            makeRoom();
            memories.put(order.question, new Memory(told, asked, asked.plus(order.sending.send.call().remember())));
            order.relied.add(order.question);
        }
        order.question = null;
    }

    private static boolean isShort(ProviderAnswer.Answered told) {
        return told.body() == null || told.body().length <= LONGEST_BODY;
    }

    /** An order that came to nothing may have met what has changed since it was read: the next one asks. */
    void reconsider(Order order) {
        if (!order.relied.isEmpty() && order.walk.next() instanceof Next.End end && end.verdict().outcome() == OutcomeClass.REJECTED) {
            memories.keySet().removeAll(order.relied);
            order.relied.clear();
        }
    }

    /** As a node that has just started. */
    public void forget() {
        memories.clear();
    }

    /** Empty for what is not remembered, and while it is not known with which credentials it would be asked. */
    private static Optional<Question> question(Order order, Next.Send read) {
        if (read.call().remember() == null) {
            return Optional.empty();
        }
        try {
            ProviderRequest request = read.request();
            return Optional.of(new Question(order.getLine(), order.getUnitLine(), order.connection.secretsDigest(), request.call(), request.digest(),
                    request.headers()));
        } catch (MissingCredential unknown) {
            return Optional.empty();
        }
    }

    /** What is over goes first. Where that frees nothing all of it goes, or else every new question would search it. */
    private void makeRoom() {
        if (memories.size() >= MOST) {
            memories.values().removeIf(memory -> !memory.holdsAt(clock.instant()));
            if (memories.size() >= MOST) {
                memories.clear();
            }
        }
    }

    /**
     * What has to be the same for an answer to be the same.
     *
     * @param line    the account as it is configured
     * @param unit    the version of its provider's unit
     * @param secrets tells the credentials behind its references, which may change without the configuration
     */
    record Question(String line, String unit, String secrets, String call, String request, Map<String, String> headers) {
    }

    /** What is told apart when answers are counted. */
    private record Kind(String provider, String account, String call) {
    }

    private record Memory(ProviderAnswer.Answered answer, Instant readAt, Instant until) {

        /** Of a clock that was set back nothing can be said. */
        boolean holdsAt(Instant now) {
            return !now.isBefore(readAt) && now.isBefore(until);
        }
    }
}
