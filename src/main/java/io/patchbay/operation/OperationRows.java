package io.patchbay.operation;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.text;
import static io.patchbay.subscription.Columns.utc;
import static io.patchbay.subscription.Script.longs;
import static io.patchbay.subscription.Script.moments;
import static io.patchbay.subscription.Script.texts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.schedule.Backlog;
import io.patchbay.seal.SealedFields;
import io.patchbay.subscription.Columns;
import io.patchbay.subscription.RowStatement;
import io.patchbay.subscription.Script;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The operation table. Commands stay sealed when they are read. Leases are measured by the database's clock, so that nodes need not
 * agree on the time.
 */
@Repository
class OperationRows {

    private static final String DUE = """
            state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN') and due_at <= clock_timestamp()
            and (lease_until is null or lease_until <= clock_timestamp())""";

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

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final SealedFields secrets;
    private final String node;

    OperationRows(JdbcClient jdbc, ObjectMapper json, SealedFields secrets, @Value("${patchbay.node:${HOSTNAME:node}-${random.uuid}}") String node) {
        this.jdbc = jdbc;
        this.json = json;
        this.secrets = secrets;
        this.node = node;
    }

    /** @param told what whoever ordered it knows without being answered; null if an answer is to come */
    void insert(Operation operation, Duration lease, OperationState told) {
        jdbc.sql("""
                        insert into operation (operation_id, tenant, subscription_id, kind, state, reference_id, provider, account, revision,
                          command, context, progress, outcome, notices, idempotency_key, lease_owner, lease_until, fence,
                          told, sent_at, due_at, created_at, updated_at)
                        values (:id, :tenant, :subscription, :kind, :state, :reference, :provider, :account, :revision,
                          :command::jsonb, :context::jsonb, :progress::jsonb, :outcome::jsonb, :notices::jsonb, :key,
                          :node, clock_timestamp() + :lease * interval '1 millisecond', :fence,
                          :told, case when :state = 'SENDING' then clock_timestamp() end, clock_timestamp() + :lease * interval '1 millisecond',
                          :createdAt, :updatedAt)""")
                .param("id", operation.id()).param("tenant", operation.tenant()).param("subscription", operation.subscriptionId())
                .param("kind", operation.kind().word()).param("state", operation.state().name())
                .param("reference", operation.referenceId()).param("provider", operation.provider())
                .param("account", operation.account()).param("revision", operation.revision())
                .param("command", text(secrets.sealed(operation.command()))).param("context", text(sealedContext(operation)))
                .param("progress", text(operation.progress()))
                .param("outcome", text(operation.outcome())).param("notices", text(operation.notices()))
                .param("key", operation.key()).param("fence", operation.fence()).param("told", told == null ? null : told.name(), Types.VARCHAR)
                .param("node", node).param("lease", lease.toMillis())
                .param("createdAt", utc(operation.createdAt()))
                .param("updatedAt", utc(operation.updatedAt()))
                .update();
    }

    /** The row it becomes, sealed and spelt out before the transaction that writes it. @param news what an event tells once it is over, else null */
    Row spelt(Operation operation, String news) {
        boolean over = operation.state().isFinal();
        return new Row(operation, over ? null : text(secrets.sealed(operation.command())), over ? null : text(sealedContext(operation)),
                over ? null : text(operation.progress()), text(operation.outcome()), text(operation.notices()), news);
    }

    /** As {@link #insert(Operation, Duration, OperationState)}, for several whose callers wait for an answer. */
    void insert(Script script, List<Row> rows, Duration lease) {
        script.then(INSERT, rows.size(),
                of(rows, Operation::id), of(rows, Operation::tenant), of(rows, Operation::subscriptionId), of(rows, operation -> operation.kind().word()),
                of(rows, operation -> operation.state().name()), of(rows, Operation::referenceId), of(rows, Operation::provider),
                of(rows, Operation::account), longs(rows, row -> row.operation().revision()), texts(rows, Row::command), texts(rows, Row::context),
                texts(rows, Row::progress), texts(rows, Row::outcome), texts(rows, Row::notices), of(rows, Operation::key),
                longs(rows, row -> row.operation().fence()), moments(rows, row -> row.operation().createdAt()),
                moments(rows, row -> row.operation().updatedAt()), Script.places(rows), node, lease.toMillis());
    }

    /**
     * As {@link #close} with {@link Events#tell(Told, Operation)}, for several that are done and that nobody has to take up again. The states it may not be
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

    /** Writes that its caller is told of the state it was written down in. */
    void told(Operation operation) {
        jdbc.sql("update operation set told = state where operation_id = :id").param("id", operation.id()).update();
    }

    private ObjectNode sealedContext(Operation operation) {
        if (operation.context() == null || !(operation.context().get("command") instanceof ObjectNode command)) {
            return operation.context();
        }
        ObjectNode copy = operation.context().objectNode();
        copy.setAll(operation.context());
        return copy.set("command", secrets.sealed(command));
    }

    /** Writes the next request down, unless the operation was taken over or settled; the doubts about an earlier one are over. */
    boolean advance(Operation operation, Duration lease) {
        return jdbc.sql("""
                        update operation set state = :state, progress = :progress::jsonb, outcome = :outcome::jsonb,
                          sent_at = clock_timestamp(), lost_at = null, looks = 0, absences = 0, absent_at = null,
                          lease_owner = :node, lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                          due_at = clock_timestamp() + :lease * interval '1 millisecond', updated_at = clock_timestamp()
                        where operation_id = :id and fence = :fence and state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN')""")
                .param("state", operation.state().name()).param("progress", text(operation.progress()))
                .param("outcome", text(operation.outcome())).param("node", node).param("lease", lease.toMillis())
                .param("id", operation.id()).param("fence", operation.fence())
                .update() == 1;
    }

    /** Writes that another account carries it from now on, with what its mappings see; follows {@link #advance}, which knows whether that may be written. */
    void assign(Operation operation) {
        jdbc.sql("""
                        update operation set provider = :provider, account = :account, context = :context::jsonb, notices = :notices::jsonb
                        where operation_id = :id""")
                .param("provider", operation.provider()).param("account", operation.account())
                .param("context", text(sealedContext(operation))).param("notices", text(operation.notices())).param("id", operation.id())
                .update();
    }

    /** Goes on owning an operation that this node works on. @return false if another node has taken it over, or it is settled */
    boolean keep(String id, long fence, Duration lease) {
        return jdbc.sql("""
                        update operation set lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                          due_at = clock_timestamp() + :lease * interval '1 millisecond'
                        where operation_id = :id and fence = :fence and state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN')""")
                .param("lease", lease.toMillis()).param("id", id).param("fence", fence)
                .update() == 1;
    }

    /** Writes down that a request leaves once more whose earlier sending is in doubt; what is known of that doubt stays. */
    boolean repeat(Operation operation, Duration lease) {
        return jdbc.sql("""
                        update operation set state = 'SENDING', sent_at = clock_timestamp(), lease_owner = :node,
                          lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                          due_at = clock_timestamp() + :lease * interval '1 millisecond', updated_at = clock_timestamp()
                        where operation_id = :id and fence = :fence and state in ('SENDING', 'UNKNOWN')""")
                .param("node", node).param("lease", lease.toMillis()).param("id", operation.id()).param("fence", operation.fence())
                .update() == 1;
    }

    /**
     * Writes an outcome unless the operation was taken over or settled. Porting secrets, lease tokens, and what the steps have collected,
     * such as an activation code, are not kept longer than they are needed.
     *
     * @param wait until somebody takes it up again; null if nobody has to
     * @return what its caller was last told; empty if nothing was written
     */
    Optional<Told> close(Operation operation, Duration wait) {
        return jdbc.sql("""
                        with before as (select operation_id, state, told from operation where operation_id = :id and fence = :fence
                          and state in ('RECEIVED', 'QUEUED', 'SENDING', 'UNKNOWN', 'NEEDS_ATTENTION') for update)
                        update operation set state = :state, outcome = :outcome::jsonb, notices = :notices::jsonb,
                          context = case when :final then null else context end,
                          progress = case when :final then null else :progress::jsonb end,
                          command = case when :final then command #- '{activation,porting}' #- '{porting}'
                            #- '{activation,leaseToken}' #- '{leaseToken}' else command end,
                          lost_at = case when :state = 'UNKNOWN' then coalesce(lost_at, clock_timestamp()) end,
                          looks = case when :state = 'UNKNOWN' and before.state = 'UNKNOWN' then looks + 1 else looks end,
                          tries = case when :state = 'QUEUED' then tries + 1 else tries end,
                          told = case when :final then operation.told else :state end,
                          lease_until = null, due_at = clock_timestamp() + :wait * interval '1 millisecond', updated_at = clock_timestamp()
                        from before where operation.operation_id = before.operation_id returning before.told""")
                .param("state", operation.state().name()).param("progress", text(operation.progress()))
                .param("outcome", text(operation.outcome())).param("notices", text(operation.notices()))
                .param("final", operation.state().isFinal()).param("wait", wait == null ? null : wait.toMillis(), Types.BIGINT)
                .param("id", operation.id()).param("fence", operation.fence())
                .query((rs, n) -> Told.of(rs.getString(1))).optional();
    }

    /** Writes that the provider was asked about a lost answer and it is not settled yet. */
    boolean looked(Operation operation, Look look, Duration wait) {
        return jdbc.sql("""
                        update operation set state = 'UNKNOWN', outcome = :outcome::jsonb,
                          lost_at = case when :again then clock_timestamp() else coalesce(lost_at, clock_timestamp()) end,
                          looks = looks + case when :counts then 1 else 0 end, absences = case when :again then 0 when :absent then absences + 1 else absences end,
                          absent_at = case when :absent then clock_timestamp() else absent_at end,
                          lease_until = null, due_at = clock_timestamp() + :wait * interval '1 millisecond', updated_at = clock_timestamp()
                        where operation_id = :id and fence = :fence and state in ('SENDING', 'UNKNOWN')""")
                .param("outcome", text(operation.outcome())).param("again", look.lostAgain()).param("absent", look.absent()).param("counts", look.byItself()).param("wait", wait.toMillis())
                .param("id", operation.id()).param("fence", operation.fence())
                .update() == 1;
    }

    /** Accounts with operations that are due, so that a slow one cannot keep the others waiting. */
    List<String> accountsDue() {
        return jdbc.sql("select distinct account from operation where " + DUE).query(String.class).list();
    }

    /** What is due and nobody has taken yet. */
    Backlog backlog() {
        return jdbc.sql("select count(*) as due, min(due_at) as oldest from operation where " + DUE)
                .query((rs, n) -> new Backlog(rs.getLong("due"), instant(rs, "oldest"))).single();
    }

    /** Takes over what is due of one account, the longest waiting first. What a dead node was sending becomes UNKNOWN. */
    List<Grasp> takeDue(String account, int most, Duration lease, ObjectNode abandoned) {
        return take("""
                select operation_id, told as last from operation where account = :account and %s
                order by due_at, operation_id for update skip locked limit :most""".formatted(DUE),
                Map.of("account", account, "most", most), lease, abandoned);
    }

    /** Takes over one that nobody works on, due or not. @param states it has to be in */
    Optional<Grasp> take(String id, Duration rested, List<OperationState> states, Duration lease, ObjectNode abandoned) {
        return take("""
                select operation_id, told as last from operation where operation_id = :id and state = any(:states::text[])
                  and (lease_until is null or lease_until <= clock_timestamp())
                  and updated_at <= clock_timestamp() - :rested * interval '1 millisecond' for update skip locked""",
                Map.of("id", id, "rested", rested.toMillis(), "states", states.stream().map(Enum::name).toArray(String[]::new)),
                lease, abandoned).stream().findFirst();
    }

    private List<Grasp> take(String which, Map<String, ?> parameters, Duration lease, ObjectNode abandoned) {
        return jdbc.sql("""
                        with found as materialized (%s)
                        update operation set fence = fence + 1, lease_owner = :node,
                          lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                          due_at = clock_timestamp() + :lease * interval '1 millisecond', updated_at = clock_timestamp(),
                          outcome = case when state = 'SENDING' then :abandoned::jsonb else outcome end,
                          lost_at = case when state = 'SENDING' then clock_timestamp() else lost_at end,
                          absences = case when state = 'SENDING' then 0 else absences end,
                          absent_at = case when state = 'SENDING' then null else absent_at end,
                          told = case when state = 'SENDING' then 'UNKNOWN' else state end,
                          state = case when state = 'SENDING' then 'UNKNOWN' else state end
                        from found where operation.operation_id = found.operation_id
                        returning operation.*, found.last, clock_timestamp() as now""".formatted(which))
                .params(parameters).param("node", node).param("lease", lease.toMillis()).param("abandoned", text(abandoned))
                .query((rs, n) -> new Grasp(Told.of(rs.getString("last")), new Taken(row(rs, n), doubt(rs)))).list();
    }

    /** @param last what its caller had been told before; taking it over may have changed its state */
    record Grasp(Told last, Taken taken) {
    }

    /** Gives one back that was taken over, unless somebody else has it by now. */
    void giveBack(Operation operation, Duration wait) {
        jdbc.sql("""
                        update operation set lease_until = null, due_at = clock_timestamp() + :wait * interval '1 millisecond'
                        where operation_id = :id and fence = :fence and lease_until is not null""")
                .param("wait", wait.toMillis()).param("id", operation.id()).param("fence", operation.fence())
                .update();
    }

    private static Doubt doubt(ResultSet rs) throws SQLException {
        Instant now = instant(rs, "now");
        return new Doubt(since(instant(rs, "sent_at"), now), since(instant(rs, "lost_at"), now), rs.getInt("looks"),
                rs.getInt("absences"), since(instant(rs, "absent_at"), now), rs.getInt("tries"));
    }

    private static Duration since(Instant then, Instant now) {
        return then == null ? null : Duration.between(then, now);
    }

    Optional<Operation> find(String tenant, String id) {
        return jdbc.sql("select * from operation where operation_id = :id and tenant = :tenant")
                .param("id", id).param("tenant", tenant)
                .query(this::row).optional();
    }

    /** Whoever's it is. */
    Optional<Operation> find(String id) {
        return jdbc.sql("select * from operation where operation_id = :id").param("id", id).query(this::row).optional();
    }

    List<Operation> page(OperationFilter filter) {
        return jdbc.sql("select * from operation where " + filter.where() + " order by operation_id desc limit :limit")
                .params(filter.parameters())
                .query(this::row).list();
    }

    private Operation row(ResultSet rs, int number) throws SQLException {
        return new Operation(rs.getString("operation_id"), rs.getString("tenant"), rs.getString("subscription_id"),
                OperationKind.of(rs.getString("kind")), OperationState.valueOf(rs.getString("state")), rs.getString("reference_id"),
                rs.getString("provider"), rs.getString("account"), rs.getLong("revision"),
                (ObjectNode) Columns.json(rs, "command", json), (ObjectNode) Columns.json(rs, "context", json),
                (ObjectNode) Columns.json(rs, "progress", json), (ObjectNode) Columns.json(rs, "outcome", json),
                (ArrayNode) Columns.json(rs, "notices", json), List.of(), rs.getString("idempotency_key"), rs.getLong("fence"),
                rs.getObject("lease_until") == null ? instant(rs, "due_at") : null, instant(rs, "created_at"), instant(rs, "updated_at"));
    }
}
