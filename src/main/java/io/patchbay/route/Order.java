package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.limit.Lane;
import io.patchbay.mapping.CanonicalOperation;
import io.patchbay.mapping.Inquiry;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Notice;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.operation.Attempt;
import io.patchbay.operation.Doubt;
import io.patchbay.operation.Opening;
import io.patchbay.operation.Draft;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Replay;
import io.patchbay.provider.AuthorisationFailed;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Outgoing;
import io.patchbay.routing.Configuration;
import io.patchbay.subscription.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * One request on its way through the routes: what came in, what was decided, and where its provider calls stand. It travels as one
 * exchange property; the routes read it through {@link Signposts}.
 */
public final class Order {

    static final String PROPERTY = "order";

    static final String FOUND_DONE = "done";

    final Inbound inbound;
    final Configuration configuration;
    final String operationId;
    final Instant at;

    /** How urgent its provider calls are. */
    Lane lane = Lane.INTERACTIVE;
    OperationKind kind;
    CanonicalOperation does;
    Subscription subscription;
    boolean creates;
    /** Whether its idempotency key is known was not looked up: the commit that claims it finds out. */
    boolean unasked;
    /** The same of its reference. */
    boolean referenceUnasked;
    /** When an activation shall begin and end, or a cancellation take effect; null where the order speaks of neither. */
    ActivationTime time;
    Effect effect = Effect.NONE;
    ProviderUnit unit;
    Connection connection;
    ObjectNode context;
    Walk walk;
    /** The question what became of a lost call; null while none is asked. */
    Inquiry inquiry;
    /** Nothing is in doubt any more: a refusal of the last sending is the end of it. */
    boolean confirmed;
    /** A repeated request was lost again: it may be on its way. */
    boolean lostAgain;
    /** Asked because somebody reads the operation. */
    boolean forReader;
    /** The search for free items a pool asked for; null while none goes on. */
    Restocking restocking;
    /** The last search added nothing: either nothing is left, or another order's search has just added it. */
    boolean restockedInVain;
    /** Hears each answer that is given to it. */
    Consumer<Replay.Answered> listener = answer -> { };
    List<Notice> notices = List.of();
    final Itinerary way = new Itinerary();

    Operation opened;
    /** What is not known about it; for an order taken over from another node or from the queue. */
    Doubt doubt = Doubt.NONE;
    final List<Attempt> attempts = new ArrayList<>();
    /** What it is about to ask a provider that its node may remember; null otherwise. */
    ReadMemory.Question question;
    /** What it read, or took as read before, and went on with. */
    final Set<ReadMemory.Question> relied = new HashSet<>();
    Sending sending;
    boolean renewed;
    /** When the lease was last asked for. */
    private Moment leasedFrom = Moment.now();

    Order(Inbound inbound, Configuration configuration, String operationId, Instant at) {
        this.inbound = inbound;
        this.configuration = configuration;
        this.operationId = operationId;
        this.at = at;
    }

    static Order of(Exchange exchange) {
        // with a class to convert to, Camel would look for a way to
        return (Order) exchange.getProperty(PROPERTY);
    }

    /** Name of the provider unit that carries the order. */
    public String getProvider() {
        return unit.sheet().name();
    }

    /** Name of the version of that unit: the one the order began with, whatever its provider has by now. */
    public String getUnitLine() {
        return unit.line();
    }

    /** From now on it is mapped and sent by this. */
    void carriedBy(Carrier carrier) {
        unit = carrier.unit();
        connection = carrier.connection();
    }

    /** Name of the provider operation that carries it. */
    public String getOperation() {
        return does.word();
    }

    /** Name of the provider account that carries it. */
    public String getAccount() {
        return connection.account().name();
    }

    /** Name of the connection that carries it: the account as it was configured when the order was decided. */
    public String getLine() {
        return connection.line();
    }

    /** Whether a provider is needed at all: a shell or a date may be held here alone. */
    public boolean isCarried() {
        return does != null;
    }

    /** Whether the caller would rather have a 202 at once. */
    public boolean isAsynchronous() {
        return inbound.async() && isCarried();
    }

    /** Whether another provider call has to be made. */
    public boolean isCalling() {
        return way.barred == null && (restocking != null || !(walk.next() instanceof Next.End));
    }

    /** Whether it may still be carried by the present account or by another one. */
    public boolean isUndecided() {
        return !way.decided;
    }

    /** Milliseconds until the next try. */
    public long getPause() {
        return way.pause.toMillis();
    }

    /** What the calls came to, or why there were none. */
    Next.End end() {
        return way.barred == null ? (Next.End) walk.next() : new Next.End(way.barred, null, List.of());
    }

    /** Nobody waits for its answer: written down, it is carried out however long that takes. */
    boolean isPromised() {
        return opened != null && (inbound.async() || lane == Lane.DUE);
    }

    /** Nobody could be reached, and it is kept to be sent later. */
    boolean isQueued() {
        return way.rest != null;
    }

    /** It was taken to another account and is not written down there yet. */
    boolean isAway() {
        return way.home != null;
    }

    /** No other account took it: it stands again where it stood. */
    void backHome() {
        if (isAway()) {
            way.home.restore(this);
            way.home = null;
        }
    }

    /** Whether the provider still has to be asked what became of a lost call. */
    public boolean isAsking() {
        return inquiry != null;
    }

    /** Whether there is a request to make now; an order may end while its next step is being prepared. */
    public boolean isSending() {
        return sending != null;
    }

    /** A request that is about to leave, with the evidence of it. */
    void leave(Next.Send send, Instant now) {
        underWay(send);
        attempts.add(evidence().leaving(attempts.size() + 1, send, now));
    }

    /** A request that is about to ask what became of the lost call. */
    void probe(Next.Send send, Instant now) {
        underWay(send);
        attempts.add(evidence().asking(attempts.size() + 1, inquiry, send, now));
    }

    /** A request that need not leave, for it was answered a while ago; as evidence. */
    void recall(Next.Send send, ProviderAnswer.Answered answer, Verdict meaning, Instant readAt, Instant now) {
        attempts.add(evidence().recalled(attempts.size() + 1, send, answer, meaning, readAt, now));
    }

    /** What came back, as evidence. */
    void answered(ProviderAnswer answer, Verdict meaning, Instant now) {
        attempts.set(attempts.size() - 1, evidence().ended(attempts.getLast(), sending.send, answer, meaning, now));
    }

    /** What the probe found, as evidence. */
    void found(String finding, String saw) {
        attempts.getLast().exchange().put("saw", saw);
        attempts.set(attempts.size() - 1, attempts.getLast().probing(attempts.getLast().probe(), finding));
    }

    /** The question is answered: the order goes on from here. */
    void goOn(Walk from) {
        inquiry = null;
        walk = from;
    }

    /** A request that is about to leave and needs no evidence. */
    void underWay(Next.Send send) {
        sending = new Sending(send);
    }

    Evidence evidence() {
        return new Evidence(unit.scrubber(), getAccount());
    }

    /** The walk whose answer is awaited. */
    Walk walking() {
        return restocking != null ? restocking.walk() : inquiry != null ? inquiry.walk() : walk;
    }

    /** Whether the call under way may be made once more: refused for its authorisation, it was not carried out, and a fresh one is to be had. */
    boolean renews(OutcomeClass outcome) {
        renewed = outcome == OutcomeClass.UNAUTHORISED && sending.answer instanceof ProviderAnswer.Answered
                && !renewed && sending.send.call().retryAuthorisation() && connection.renew(sending.outgoing);
        return renewed;
    }

    /** Writes down what lets a request leave, and remembers until when it may: afterwards another node may have the operation. */
    Opening leased(Supplier<Opening> writing) {
        Moment before = Moment.now();
        Opening opening = writing.get();
        if (opening instanceof Opening.Opened) {
            leasedFrom = before;
        }
        return opening;
    }

    /** Whether no more time than this has passed since the lease was last asked for. */
    boolean isWithin(Duration time) {
        return leasedFrom.age().compareTo(time) <= 0;
    }

    /** As {@link #leased}, for a request that is repeated, and to keep the lease. */
    boolean leasedAgain(BooleanSupplier writing) {
        Moment before = Moment.now();
        boolean ours = writing.getAsBoolean();
        leasedFrom = ours ? before : leasedFrom;
        return ours;
    }

    /** The operation as it stands, to be written down. */
    Operation asOf(OperationState state, ObjectNode outcome) {
        return new Operation(operationId, inbound.tenant(), subscription.id(), kind, state, subscription.referenceId(),
                subscription.provider(), subscription.account(), configuration.revision(), inbound.body(),
                isCarried() ? context : null, walk == null ? null : walk.progress(), outcome, Notices.json(notices), List.copyOf(attempts),
                inbound.claim() == null ? null : inbound.claim().key(), opened == null ? Operation.FIRST_FENCE : opened.fence(), at, at);
    }

    /** How long it is left alone in this state; null if nobody has to take it up again, or only a person can. */
    Duration patience(OperationState state) {
        return switch (state) {
            case UNKNOWN -> unit.sheet().settling().wait(doubt.looks());
            case QUEUED -> way.rest;
            default -> null;
        };
    }

    Draft draft(Operation operation) {
        return new Draft(operation, subscription, creates, inbound.claim(), lane == Lane.DUE);
    }

    /** A call that is under way, and what has come back. */
    static final class Sending {
        final Next.Send send;
        /** When it left; what came before is our own time. */
        long startedNanos = System.nanoTime();
        /** As it left, with its credentials; lives no longer than the call. */
        Outgoing outgoing;
        /** The request was complete and handed over to be sent; until then no byte of it can have left. */
        boolean departed;
        boolean returned;
        /** As it came, before anybody asks what it means. */
        ProviderAnswer.Answered arrived;
        ProviderAnswer answer;
        Walk after;
        /** Why the request could not be authorised and so was not sent; null where it was. */
        AuthorisationFailed unauthorised;

        void departed() {
            departed = true;
            startedNanos = System.nanoTime();
        }

        Sending(Next.Send send) {
            this.send = send;
        }
    }
}
