package io.patchbay.operation;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets what is old enough: operations with their attempts ({@code patchbay.retention.operations}) and events
 * ({@code patchbay.retention.events}). Zero keeps them for ever. Deletes in small batches and passes over what somebody holds, so that
 * nobody has to wait for it and any number of nodes may do it at once.
 */
@Component
public class Retention {

    static final int BATCH = 500;

    /** A key that is still remembered leads to its operation. */
    private static final Duration SHORTEST = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Duration ofOperations;
    private final Duration ofEvents;

    /** @throws TooShort if a setting is negative, or operations would not be kept as long as idempotency keys */
    Retention(JdbcClient jdbc, @Value("${patchbay.retention.operations:90d}") Duration ofOperations,
            @Value("${patchbay.retention.events:30d}") Duration ofEvents) {
        this.jdbc = jdbc;
        this.ofOperations = notBelow(SHORTEST, "patchbay.retention.operations", ofOperations);
        this.ofEvents = notBelow(Duration.ZERO, "patchbay.retention.events", ofEvents);
    }

    private static Duration notBelow(Duration least, String setting, Duration given) {
        if (!given.isZero() && given.compareTo(least) < 0) {
            throw new TooShort(setting, given, least);
        }
        return given;
    }

    /** Only those that have ended, and of which no subscription says otherwise. @return how many were deleted */
    public int purgeOperations() {
        return ofOperations.isZero() ? 0 : inBatches(() -> deleted("""
                delete from operation where operation_id in (
                  select operation_id from operation ended where state in ('SUCCEEDED', 'REJECTED')
                    and updated_at < clock_timestamp() - :kept * interval '1 millisecond'
                    and not exists (select from subscription s
                      where s.subscription_id = ended.subscription_id and s.open_operation = ended.operation_id)
                  limit :batch for update skip locked)""", ofOperations));
    }

    /** @return how many were deleted */
    public int purgeEvents() {
        return ofEvents.isZero() ? 0 : inBatches(() -> deleted("""
                delete from event where event_id in (
                  select event_id from event where at < clock_timestamp() - :kept * interval '1 millisecond'
                  limit :batch for update skip locked)""", ofEvents));
    }

    private int deleted(String sql, Duration kept) {
        return jdbc.sql(sql).param("kept", kept.toMillis()).param("batch", BATCH).update();
    }

    static int inBatches(IntSupplier deleting) {
        return inBatches(BATCH, deleting);
    }

    /** Does something until less than a whole batch was left of it. @return how many that were */
    static int inBatches(int whole, IntSupplier doing) {
        int all = 0;
        int batch;
        do {
            batch = doing.getAsInt();
            all += batch;
        } while (batch == whole);
        return all;
    }

    /** A retention under which the gateway could not keep its word. */
    static final class TooShort extends RuntimeException {

        private final String setting;

        TooShort(String setting, Duration given, Duration least) {
            super(setting + " is " + given + "; it has to be " + (least.isZero() ? "a time" : "at least " + least.toHours() + "h, as long as "
                    + "idempotency keys lead to operations") + ", or 0 to keep everything.");
            this.setting = setting;
        }

        String setting() {
            return setting;
        }
    }
}
