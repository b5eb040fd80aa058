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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    void insert(Operation operation, Duration lease) {
        jdbc.sql("""
                        insert into operation (operation_id, tenant, subscription_id, kind, state, reference_id, provider, account, revision,
                          command, progress, outcome, notices, lease_owner, lease_until, created_at, updated_at)
                        values (:id, :tenant, :subscription, :kind, :state, :reference, :provider, :account, :revision,
                          :command::jsonb, :progress::jsonb, :outcome::jsonb, :notices::jsonb,
                          :node, clock_timestamp() + :lease * interval '1 millisecond', :createdAt, :updatedAt)""")
                .param("id", operation.id()).param("tenant", operation.tenant()).param("subscription", operation.subscriptionId())
                .param("kind", operation.kind().word()).param("state", operation.state().name())
                .param("reference", operation.referenceId()).param("provider", operation.provider())
                .param("account", operation.account()).param("revision", operation.revision())
                .param("command", text(secrets.sealed(operation.command()))).param("progress", text(operation.progress()))
                .param("outcome", text(operation.outcome())).param("notices", text(operation.notices()))
                .param("node", node).param("lease", lease.toMillis())
                .param("createdAt", utc(operation.createdAt()))
                .param("updatedAt", utc(operation.updatedAt()))
                .update();
    }

    boolean advance(Operation operation, Duration lease) {
        return jdbc.sql("""
                        update operation set state = :state, progress = :progress::jsonb,
                          lease_until = clock_timestamp() + :lease * interval '1 millisecond', updated_at = clock_timestamp()
                        where operation_id = :id and lease_owner = :node and state in ('RECEIVED', 'SENDING')""")
                .param("state", operation.state().name())
                .param("progress", text(operation.progress())).param("lease", lease.toMillis())
                .param("id", operation.id()).param("node", node)
                .update() == 1;
    }

    /**
     * Writes an outcome unless the lease went to somebody else. Porting secrets, lease tokens, and what the steps have collected, such
     * as an activation code, are not kept longer than they are needed.
     */
    boolean close(Operation operation) {
        return jdbc.sql("""
                        update operation set state = :state, outcome = :outcome::jsonb, notices = :notices::jsonb,
                          progress = case when :final then null else :progress::jsonb end,
                          command = case when :final then command #- '{activation,porting}' #- '{porting}'
                            #- '{activation,leaseToken}' #- '{leaseToken}' else command end,
                          lease_until = null, updated_at = clock_timestamp()
                        where operation_id = :id and lease_owner = :node and state in ('RECEIVED', 'SENDING')""")
                .param("state", operation.state().name()).param("progress", text(operation.progress()))
                .param("outcome", text(operation.outcome())).param("notices", text(operation.notices()))
                .param("final", operation.state().isFinal()).param("id", operation.id()).param("node", node)
                .update() == 1;
    }

    Optional<Operation> find(String tenant, String id) {
        return jdbc.sql("select * from operation where operation_id = :id and tenant = :tenant")
                .param("id", id).param("tenant", tenant)
                .query(this::row).optional();
    }

    List<Operation> page(String tenant, String state, String subscriptionId, String before, int limit) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenant, "limit", limit));
        StringBuilder where = new StringBuilder("tenant = :tenant");
        narrow(where, parameters, "state = :state", "state", state);
        narrow(where, parameters, "subscription_id = :subscription", "subscription", subscriptionId);
        narrow(where, parameters, "operation_id < :before", "before", before);
        return jdbc.sql("select * from operation where " + where + " order by operation_id desc limit :limit")
                .params(parameters)
                .query(this::row).list();
    }

    private static void narrow(StringBuilder where, Map<String, Object> parameters, String condition, String name, String value) {
        if (value != null) {
            where.append(" and ").append(condition);
            parameters.put(name, value);
        }
    }

    private Operation row(ResultSet rs, int number) throws SQLException {
        return new Operation(rs.getString("operation_id"), rs.getString("tenant"), rs.getString("subscription_id"),
                OperationKind.of(rs.getString("kind")), OperationState.valueOf(rs.getString("state")), rs.getString("reference_id"),
                rs.getString("provider"), rs.getString("account"), rs.getLong("revision"),
                (ObjectNode) Columns.json(rs, "command", json), (ObjectNode) Columns.json(rs, "progress", json),
                (ObjectNode) Columns.json(rs, "outcome", json), (ArrayNode) Columns.json(rs, "notices", json), List.of(),
                instant(rs, "created_at"), instant(rs, "updated_at"));
    }
}
