package io.patchbay.operation;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.text;
import static io.patchbay.subscription.Columns.utc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.seal.SealedFields;
import io.patchbay.subscription.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The operation table. Commands stay sealed when they are read. Leases are measured by the database's clock, so that nodes need not
 * agree on the time.
 */
@Repository
class OperationRows {

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

    /** The name under which this node owns operations. */
    String node() {
        return node;
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

    /** Writes that its caller is told of the state it was written down in. */
    void told(Operation operation) {
        jdbc.sql("update operation set told = state where operation_id = :id").param("id", operation.id()).update();
    }

    /** What its mappings see, as it is stored. */
    ObjectNode sealedContext(Operation operation) {
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

    Operation row(ResultSet rs, int number) throws SQLException {
        return new Operation(rs.getString("operation_id"), rs.getString("tenant"), rs.getString("subscription_id"),
                OperationKind.of(rs.getString("kind")), OperationState.valueOf(rs.getString("state")), rs.getString("reference_id"),
                rs.getString("provider"), rs.getString("account"), rs.getLong("revision"),
                (ObjectNode) Columns.json(rs, "command", json), (ObjectNode) Columns.json(rs, "context", json),
                (ObjectNode) Columns.json(rs, "progress", json), (ObjectNode) Columns.json(rs, "outcome", json),
                (ArrayNode) Columns.json(rs, "notices", json), List.of(), rs.getString("idempotency_key"), rs.getLong("fence"),
                rs.getObject("lease_until") == null ? instant(rs, "due_at") : null, instant(rs, "created_at"), instant(rs, "updated_at"));
    }
}
