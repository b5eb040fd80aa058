package io.patchbay.killmatrix;

import io.patchbay.killmatrix.Trap.Onward;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;

/** Strikes one gateway at the very point that was asked for. Each blow ends with the gateway up again. */
final class Blows {

    private static final Duration CATCHING = Duration.ofSeconds(12);
    private static final Duration ANSWERING = Duration.ofMillis(1500);

    /** A node that stands still may hold the wake-up; the other one frees it some seconds after its moment. */
    private static final Duration ALARM = Duration.ofSeconds(12);
    private static final Duration LOCKING = Duration.ofMillis(1500);

    /** Shorter than a gateway waits for an answer. */
    private static final Duration WAKING = Duration.ofMillis(1200);

    private final Node node;
    private final Wire wire;
    private final Whereabouts whereabouts;
    private final Postgres postgres;
    private final Duration lease;

    Blows(Node node, Wire wire, Whereabouts whereabouts, Postgres postgres, Duration lease) {
        this.node = node;
        this.wire = wire;
        this.whereabouts = whereabouts;
        this.postgres = postgres;
        this.lease = lease;
    }

    /** @return whether it hit the point; if not, nothing was struck */
    boolean strike(Hit hit) {
        return switch (hit.blow()) {
            case KILL_AT_RANDOM -> atRandom(hit);
            case KILL_AFTER_JOURNAL -> held(order(hit), trap -> killed(trap, hit.by() % 2 == 0 ? Onward.DROP : Onward.LATE));
            case KILL_AFTER_SEND -> held(order(hit), this::killedAfterSend);
            case KILL_BEFORE_OUTCOME -> held(order(hit), this::killedBeforeOutcome);
            case KILL_DURING_PROBE -> held(this::isProbe, trap -> killed(trap, hit.by() % 2 == 0 ? Onward.DROP : Onward.FORWARD));
            case KILL_DURING_SETTLE -> held(this::isProbe, this::killedBeforeOutcome);
            case TERMINATE -> terminated();
            case FREEZE_BEFORE_SEND -> held(order(hit), trap -> frozen(trap, false));
            case FREEZE_AFTER_SEND -> held(order(hit), trap -> frozen(trap, true));
            case FREEZE_BETWEEN_STEPS -> held(this::isFirstStep, this::frozenBetweenSteps);
            default -> throw new IllegalArgumentException(hit.blow() + " does not strike a gateway");
        };
    }

    private Predicate<Passage> order(Hit hit) {
        return passage -> passage.node() == node && passage.provider() == hit.provider() && wire.isOrder(passage);
    }

    /** A list may also be asked for before an order, so the gateway's own record decides: it has taken up what was lost there. */
    private boolean isProbe(Passage passage) {
        return passage.node() == node && wire.isProbe(passage) && postgres.one("""
                select 1 from operation where lease_owner = ? and provider = ? and lost_at is not null and state in ('SENDING', 'UNKNOWN') limit 1""",
                node.life(), passage.provider().word()).isPresent();
    }

    /** A call of an order that has another call to make afterwards. */
    private boolean isFirstStep(Passage passage) {
        return passage.node() == node && passage.path().equals("/v1.0/subscribers/create")
                && whereabouts.of(passage).filter(Story::namesSim).isPresent();
    }

    /** The next step of the same story, taken by another gateway. */
    private boolean isNextStep(Passage passage, Story story) {
        return passage.node() != node && passage.path().equals("/v1.0/subscriptions") && !passage.asks()
                && whereabouts.of(passage).filter(story::equals).isPresent();
    }

    private boolean held(Predicate<Passage> wanted, Predicate<Trap> blow) {
        Trap trap = new Trap(wanted);
        wire.set(trap);
        try {
            return trap.caught(CATCHING) != null && blow.test(trap);
        } finally {
            wire.remove(trap);
            trap.release();
        }
    }

    private boolean atRandom(Hit hit) {
        Pause.of(Duration.ofMillis(hit.by()));
        return revived();
    }

    private boolean revived() {
        node.kill();
        node.revive();
        return true;
    }

    private boolean killed(Trap trap, Onward onward) {
        node.kill();
        trap.decide(onward);
        trap.cutAnswer();
        node.revive();
        return true;
    }

    private boolean killedAfterSend(Trap trap) {
        return trap.answered(ANSWERING) && killed(trap, Onward.FORWARD);
    }

    /** The answer is let through while the operation's row is locked: the gateway knows the outcome and cannot write it down. */
    private boolean killedBeforeOutcome(Trap trap) {
        Passage passage = trap.caught(Duration.ZERO);
        if (!trap.answered(ANSWERING)) {
            return false;
        }
        try (Connection connection = postgres.connect(); PreparedStatement lock = connection.prepareStatement(
                """
                select operation_id from operation where operation_id = ? or (? = '' and lease_owner = ? and lost_at is not null) for update""")) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("set local lock_timeout = '1s'");
            String operation = operation(passage);
            lock.setString(1, operation);
            lock.setString(2, operation);
            lock.setString(3, node.life());
            if (!lock.executeQuery().next()) {
                return false;
            }
            trap.passAnswer();
            boolean waits = Pause.until(LOCKING, this::waitsForLock);
            if (waits) {
                node.kill();
            }
            connection.rollback();
        } catch (SQLException away) {
            return false;
        }
        if (Pause.until(Duration.ofMillis(1), () -> !node.isAlive())) {
            node.revive();
            return true;
        }
        return false;
    }

    /** Empty if the order cannot be told from the request; then everything this gateway works on is meant. */
    private String operation(Passage passage) {
        return whereabouts.of(passage).flatMap(story -> postgres.one(
                "select open_operation from subscription where customer_id = ? and open_operation is not null", story.customer())).orElse("");
    }

    private boolean waitsForLock() {
        return postgres.one("select 1 from pg_stat_activity where application_name = ? and wait_event_type = 'Lock'", node.life()).isPresent();
    }

    private boolean terminated() {
        node.terminate();
        node.revive();
        return true;
    }

    /**
     * Stopped between two steps until another gateway has taken the order over and is about to take the next step, which is held at the
     * wire while the first one wakes up and would take it too.
     */
    private boolean frozenBetweenSteps(Trap trap) {
        Story story = whereabouts.of(trap.caught(Duration.ZERO)).orElseThrow();
        Trap successor = new Trap(passage -> isNextStep(passage, story));
        if (!trap.answered(ANSWERING)) {
            return false;
        }
        node.freeze();
        wire.set(successor);
        try {
            boolean takenOver = successor.caught(lease.multipliedBy(2).plus(ALARM)) != null;
            trap.passAnswer();
            node.thaw();
            Pause.of(WAKING);
            return takenOver;
        } finally {
            node.thaw();
            wire.remove(successor);
            successor.release();
        }
    }

    /**
     * Stopped longer than its lease: by the time it goes on, its order is somebody else's. A request that was held all that time is
     * dropped: nothing on a network arrives later than the grace for which a gateway can be told to wait.
     */
    private boolean frozen(Trap trap, boolean afterSend) {
        String operation = operation(trap.caught(Duration.ZERO));
        String life = node.life();
        if (operation.isEmpty() || afterSend && !trap.answered(ANSWERING)) {
            return false;
        }
        node.freeze();
        try {
            Pause.until(lease.multipliedBy(2).plus(ALARM), () -> postgres.one(
                    "select 1 from operation where operation_id = ? and lease_owner is distinct from ?", operation, life).isPresent());
            trap.decide(Onward.DROP);
            trap.passAnswer();
            Pause.of(Duration.ofMillis(200));
        } finally {
            node.thaw();
        }
        return true;
    }
}
