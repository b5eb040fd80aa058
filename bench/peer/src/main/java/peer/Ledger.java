package peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is meant to be done, before it is done, and what became of it: one transaction each. */
@Repository
class Ledger {

    private final JdbcClient jdbc;

    Ledger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Answered(String fingerprint, Integer status, String body) {
    }

    Optional<Answered> answered(String tenant, String key) {
        return jdbc.sql("select fingerprint, status, body from peer_idempotency where tenant = ? and key = ?").params(tenant, key).query(Answered.class).optional();
    }

    @Transactional
    public void intend(String tenant, String key, String fingerprint, String operation, String subscription, Order order, String json) {
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.sql("insert into peer_idempotency (tenant, key, fingerprint, operation_id) values (?, ?, ?, ?)").params(tenant, key, fingerprint, operation).update();
        jdbc.sql("""
                insert into peer_subscription (subscription_id, tenant, reference_id, status, customer_id, iccid, details, created_at, updated_at)
                values (?, ?, ?, 'PENDING', ?, ?, ?::jsonb, ?, ?)""")
                .params(subscription, tenant, order.referenceId(), order.customerId(), order.activation().sim().iccid(), json, now, now).update();
        jdbc.sql("""
                insert into peer_operation (operation_id, tenant, subscription_id, state, request, created_at, updated_at)
                values (?, ?, ?, 'SENDING', ?::jsonb, ?, ?)""").params(operation, tenant, subscription, json, now, now).update();
    }

    @Transactional
    public void conclude(String tenant, String key, String operation, String subscription, JsonNode outcome, String providerId, int status, String body) {
        Timestamp now = Timestamp.from(Instant.now());
        jdbc.sql("update peer_operation set state = 'SUCCEEDED', outcome = ?::jsonb, updated_at = ? where operation_id = ?").params(outcome.toString(), now, operation).update();
        jdbc.sql("update peer_subscription set status = 'ACTIVATED', provider_subscription_id = ?, updated_at = ? where subscription_id = ?")
                .params(providerId, now, subscription).update();
        jdbc.sql("update peer_idempotency set status = ?, body = ? where tenant = ? and key = ?").params(status, body, tenant, key).update();
    }

    Optional<String> subscription(String tenant, String id) {
        return jdbc.sql("""
                select json_build_object('subscriptionId', subscription_id, 'status', status, 'customerId', customer_id, 'referenceId', reference_id,
                  'sim', json_build_object('iccid', iccid), 'createdAt', created_at)::text
                from peer_subscription where tenant = ? and subscription_id = ?""").params(tenant, id).query(String.class).optional();
    }
}
