package io.patchbay.operation;

import static io.patchbay.subscription.Columns.text;
import static io.patchbay.subscription.Script.longs;
import static io.patchbay.subscription.Script.moments;
import static io.patchbay.subscription.Script.texts;

import io.patchbay.seal.SealedFields;
import io.patchbay.subscription.RowStatement;
import io.patchbay.subscription.Script;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The operation table, written for many at once; {@link OperationRows} does the same for each by itself. */
@Component
class OperationGroups {

    private static final RowStatement INSERT = RowStatement.of("""
            insert into operation (operation_id, tenant, subscription_id, kind, state, reference_id, provider, account, revision,
              command, context, progress, outcome, notices, idempotency_key, fence, created_at, updated_at,
              lease_owner, lease_until, due_at, sent_at)
            select id, tenant, subscription, kind, state, reference, provider, account, revision, command::jsonb, context::jsonb,
              progress::jsonb, outcome::jsonb, notices::jsonb, key, fence, created::timestamptz, updated::timestamptz,
              owner, now + lease, now + lease, case when state = 'SENDING' then now end
            from %s,
              (select ? as owner, ? * interval '1 millisecond' as lease, clock_timestamp() as now) as here""",
            "id text", "tenant text", "subscription text", "kind text", "state text", "reference text", "provider text", "account text",
            "revision int8", "command text", "context text", "progress text", "outcome text", "notices text", "key text", "fence int8", "created text",
            "updated text");

    private static final RowStatement CLOSE = RowStatement.counted("""
            closed as (
              update operation set state = done, outcome = result::jsonb, notices = said::jsonb, context = null, progress = null,
                command = command #- '{activation,porting}' #- '{porting}' #- '{activation,leaseToken}' #- '{leaseToken}',
                lost_at = null, lease_until = null, due_at = null, updated_at = clock_timestamp()
              from %s
              where operation_id = id and operation.fence = given.fence and state not in ('SUCCEEDED', 'REJECTED')
              returning operation_id, tenant, subscription_id, told, news),
            event_of as (
              insert into event (event_id, tenant, type, at, operation_id, subscription_id, data)
              select event_id(now), tenant, 'operation.settled', now, operation_id, subscription_id, news::jsonb
              from closed, (select date_trunc('milliseconds', clock_timestamp()) as now offset 0) as moment where told is not null)""", "closed",
            "id text", "fence int8", "done text", "result text", "said text", "news text");

    private final OperationRows single;
    private final SealedFields secrets;

    OperationGroups(OperationRows single, SealedFields secrets) {
        this.single = single;
        this.secrets = secrets;
    }

    /** The row it becomes, sealed and spelt out before the transaction that writes it. @param news what an event tells once it is over, else null */
    Row spelt(Operation operation, String news) {
        boolean over = operation.state().isFinal();
        return new Row(operation, over ? null : text(secrets.sealed(operation.command())), over ? null : text(single.sealedContext(operation)),
                over ? null : text(operation.progress()), text(operation.outcome()), text(operation.notices()), news);
    }

    /** As {@link OperationRows#insert}, for several whose callers wait for an answer. */
    void insert(Script script, List<Row> rows, Duration lease) {
        script.then(INSERT, rows.size(),
                of(rows, Operation::id), of(rows, Operation::tenant), of(rows, Operation::subscriptionId), of(rows, operation -> operation.kind().word()),
                of(rows, operation -> operation.state().name()), of(rows, Operation::referenceId), of(rows, Operation::provider),
                of(rows, Operation::account), longs(rows, row -> row.operation().revision()), texts(rows, Row::command), texts(rows, Row::context),
                texts(rows, Row::progress), texts(rows, Row::outcome), texts(rows, Row::notices), of(rows, Operation::key),
                longs(rows, row -> row.operation().fence()), moments(rows, row -> row.operation().createdAt()),
                moments(rows, row -> row.operation().updatedAt()), Script.places(rows), single.node(), lease.toMillis());
    }

    /**
     * As {@link OperationRows#close} with {@link Events#tell(Told, Operation)}, for several that are done and that nobody has to take up again. The states it may not be
     * in are named, and not those it may be in, so that no index of those is taken for a way to find it.
     */
    void close(Script script, List<Row> rows) {
        script.then(CLOSE, rows.size(),
                of(rows, Operation::id), longs(rows, row -> row.operation().fence()), of(rows, operation -> operation.state().name()),
                texts(rows, Row::outcome), texts(rows, Row::notices), texts(rows, Row::news), Script.places(rows));
    }

    private static String[] of(List<Row> rows, Function<Operation, String> value) {
        return texts(rows, row -> value.apply(row.operation()));
    }

    /** What of an operation is spelt out. */
    record Row(Operation operation, String command, String context, String progress, String outcome, String notices, String news) {
    }
}
