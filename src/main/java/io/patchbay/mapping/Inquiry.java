package io.patchbay.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The question what became of the call an operation was waiting for when its answer was lost, asked by one probe after the other.
 * Immutable and free of I/O, as a {@link Walk} is: the caller sends what {@link #walk()} says and hands the walk back with {@link #after}.
 */
public final class Inquiry {
    private final Walk lost;
    private final Duration age;
    private final int index;
    private final Walk walk;

    private Inquiry(Walk lost, Duration age, int index, Walk walk) {
        this.lost = lost;
        this.age = age;
        this.index = index;
        this.walk = walk;
    }

    /** @param lost the operation's walk as it was when the call was sent */
    static Inquiry about(Walk lost, Duration age) {
        return from(lost, age, 0);
    }

    private static Inquiry from(Walk lost, Duration age, int first) {
        List<Probe> probes = probes(lost);
        int index = first;
        while (index < probes.size() && !probes.get(index).usable(age)) {
            index++;
        }
        return new Inquiry(lost, age, index, index < probes.size() ? asking(lost, probes.get(index)) : lost);
    }

    private static Walk asking(Walk lost, Probe probe) {
        return probe.repeats() ? lost : lost.asking(probe.call());
    }

    /** The probe that asks now; empty when there is none left, when the call is unprovable, and when it {@linkplain #resumes only reads}. */
    public Optional<Probe> probe() {
        List<Probe> probes = probes(lost);
        return index < probes.size() ? Optional.of(probes.get(index)) : Optional.empty();
    }

    /** Which probe of the call's list asks, from 0; the number of probes when none is left. */
    public int index() {
        return index;
    }

    /** Whether this probe sends the lost request again: it may act, so it is written down before it leaves. */
    public boolean repeats() {
        return probe().filter(Probe::repeats).isPresent();
    }

    /**
     * Whether no call that changes something was on its way. Then nothing has to be found out: the operation goes on with {@link #walk()},
     * which is its own. False where the mapping no longer gives the request that was lost, for that proves nothing about what was sent.
     */
    public boolean resumes() {
        return switch (lost.next()) {
            case Next.Send send -> !send.call().mutates();
            case Next.Reserve reserve -> true;
            case Next.End end -> end.verdict().isFinal();
        };
    }

    /** The probe's own walk, driven like any other; the operation's own walk where the request is sent again. */
    public Walk walk() {
        return walk;
    }

    /** The same inquiry with its walk moved on. */
    public Inquiry after(Walk moved) {
        return new Inquiry(lost, age, index, moved);
    }

    /** The inquiry by the next probe of the list that can be used at this age; one without a probe when there is none. */
    public Inquiry nextProbe() {
        return from(lost, age, index + 1);
    }

    /**
     * What was found. To be asked when the walk has ended or, where the request was sent again, as soon as that was answered.
     *
     * @throws IllegalStateException before that, and when there is no probe
     */
    public Finding finding() {
        Probe asking = probe().orElseThrow(() -> new IllegalStateException("No probe asks about " + lostCall()));
        if (repeats() ? walk.answer().isEmpty() : !(walk.next() instanceof Next.End)) {
            throw new IllegalStateException("The probe by " + asking.mechanism() + " has not been answered yet");
        }
        return new ProbeJudge(lost, asking, nextProbe().probe().isPresent()).judge(walk);
    }

    /** The call whose answer was lost; empty text when the operation was not waiting for an answer. */
    public String lostCall() {
        return sent(lost).map(CallSheet::name).orElse("");
    }

    /** Why no probe can tell; empty when there are probes, or when the operation simply {@linkplain #resumes goes on}. */
    public Optional<String> unprovable() {
        return lost.next() instanceof Next.End end && !end.verdict().isFinal()
                ? Optional.of("The request cannot be made out any more: " + end.verdict().message())
                : sent(lost).map(CallSheet::unprovable);
    }

    private static List<Probe> probes(Walk lost) {
        return sent(lost).map(CallSheet::probe).orElse(List.of());
    }

    private static Optional<CallSheet> sent(Walk lost) {
        return lost.next() instanceof Next.Send send ? Optional.of(send.call()) : Optional.empty();
    }
}
