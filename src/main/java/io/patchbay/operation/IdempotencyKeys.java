package io.patchbay.operation;

import static io.patchbay.subscription.Script.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.subscription.RowStatement;
import io.patchbay.subscription.Script;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Remembers the first answer given under each idempotency key for a day. A key is claimed in the same commit that journals its
 * operation, so a request that was refused before that leaves its key free.
 */
@Repository
public class IdempotencyKeys {

    private static final RowStatement CLAIM = RowStatement.exactly("""
            insert into idempotency (tenant, key, fingerprint, operation_id, locked_until, expires_at)
            select tenant, key, fingerprint, operation, clock_timestamp() + ? * interval '1 millisecond', clock_timestamp() + interval '24 hours'
            from %s
            on conflict (tenant, key) do update set fingerprint = excluded.fingerprint, operation_id = excluded.operation_id,
              status = null, headers = null, body = null, locked_until = excluded.locked_until, expires_at = excluded.expires_at
            where idempotency.expires_at <= clock_timestamp()""",
            "tenant text", "key text", "fingerprint text", "operation text");

    private static final RowStatement ANSWER = RowStatement.of("""
            update idempotency set status = given.status, headers = given.headers::jsonb, body = given.body
            from %s
            where idempotency.tenant = given.tenant and idempotency.key = given.key and idempotency.operation_id = given.operation
              and idempotency.status is null""",
            "tenant text", "key text", "operation text", "status int4", "headers text", "body bytea");

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final SeenKeys seen;
    private final MetKeys met = new MetKeys();

    IdempotencyKeys(JdbcClient jdbc, ObjectMapper json, SeenKeys seen) {
        this.jdbc = jdbc;
        this.json = json;
        this.seen = seen;
    }

    public Optional<Replay> replay(Claim claim) {
        return seen.replay(claim);
    }

    /** @return whether it may well be known; one that is not likely to be may be claimed without a look, which then fails if it is known after all */
    public boolean isLikely(Claim claim) {
        return met.meets(claim.tenant(), claim.key());
    }

    /** @return false if somebody else holds the key; an expired holder makes room */
    boolean claim(Claim claim, String operationId, Duration lease) {
        return jdbc.sql("""
                        insert into idempotency (tenant, key, fingerprint, operation_id, locked_until, expires_at)
                        values (:tenant, :key, :fingerprint, :operation, clock_timestamp() + :lease * interval '1 millisecond',
                          clock_timestamp() + interval '24 hours')
                        on conflict (tenant, key) do update set fingerprint = excluded.fingerprint, operation_id = excluded.operation_id,
                          status = null, headers = null, body = null, locked_until = excluded.locked_until, expires_at = excluded.expires_at
                        where idempotency.expires_at <= clock_timestamp()""")
                .param("tenant", claim.tenant()).param("key", claim.key()).param("fingerprint", claim.fingerprint())
                .param("operation", operationId).param("lease", lease.toMillis())
                .update() == 1;
    }

    /** As {@link #claim(Claim, String, Duration)}, for several: sorted, so that two groups do not wait for each other. */
    void claim(Script script, List<Held> held, Duration lease) {
        List<Held> sorted = sorted(held);
        script.then(CLAIM, held.size(), lease.toMillis(), texts(sorted, one -> one.claim().tenant()), texts(sorted, one -> one.claim().key()),
                texts(sorted, one -> one.claim().fingerprint()), texts(sorted, Held::operationId), Script.places(sorted));
    }

    /** As {@link #answered(Claim, String, Replay.Answered)}, for several. */
    void answered(Script script, List<Held> held) {
        List<Held> sorted = sorted(held);
        script.then(ANSWER, held.size(), texts(sorted, one -> one.claim().tenant()), texts(sorted, one -> one.claim().key()),
                texts(sorted, Held::operationId), Script.integers(sorted, one -> one.answer().status()), texts(sorted, one -> text(one.answer().headers())),
                Script.bytes(sorted, one -> one.answer().body()), Script.places(sorted));
    }

    private static List<Held> sorted(List<Held> held) {
        return held.stream().sorted(Comparator.comparing((Held one) -> one.claim().tenant()).thenComparing(one -> one.claim().key())).toList();
    }

    /**
     * A key and the operation that holds it.
     *
     * @param answer null while there is none
     */
    record Held(Claim claim, String operationId, Replay.Answered answer) {
    }

    /** The first answer given stays: an order that was answered 202 is not answered otherwise later. */
    void answered(Claim claim, String operationId, Replay.Answered answer) {
        jdbc.sql("""
                        update idempotency set status = :status, headers = :headers::jsonb, body = :body
                        where tenant = :tenant and key = :key and operation_id = :operation and status is null""")
                .param("status", answer.status()).param("headers", text(answer.headers())).param("body", answer.body())
                .param("tenant", claim.tenant()).param("key", claim.key()).param("operation", operationId)
                .update();
    }

    /** Frees the key: nothing was done, so the same order may be tried again under it, also where the first answer was only that it came. */
    void release(Claim claim, String operationId) {
        jdbc.sql("delete from idempotency where tenant = :tenant and key = :key and operation_id = :operation")
                .param("tenant", claim.tenant()).param("key", claim.key()).param("operation", operationId)
                .update();
    }

    /** Deletes in small batches, so that nobody has to wait for it. @return how many were deleted */
    public int purgeExpired() {
        return Retention.inBatches(() -> jdbc.sql("""
                    delete from idempotency where (tenant, key) in (
                      select tenant, key from idempotency where expires_at <= clock_timestamp() for update skip locked limit :batch)""")
                .param("batch", Retention.BATCH).update());
    }

    private String text(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
