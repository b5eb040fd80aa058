package io.patchbay.operation;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.schedule.InJeopardy;
import io.patchbay.subscription.Columns;
import io.patchbay.subscription.Details;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What happened to operations, and what forecasts say of orders to come. Each event is written in the transaction of the state it tells of, so
 * there is none without the other.
 */
@Repository
public class Events {

    /** The words of the outcome, without its message: a provider's own sentence may name a person. */
    private static final List<String> TOLD = List.of("class", "rule");

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    Events(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Tells how an operation stands by now, if that is to be told. Runs inside the transaction that makes it so. */
    void tell(Told last, Operation now) {
        Event.of(last, now).ifPresent(type -> jdbc.sql("""
                        with moment as materialized (select date_trunc('milliseconds', clock_timestamp()) as now)
                        insert into event (event_id, tenant, type, at, operation_id, subscription_id, data)
                        select event_id(now), :tenant, :type, now, :operation, :subscription, :data::jsonb from moment""")
                .param("tenant", now.tenant()).param("type", type).param("operation", now.id())
                .param("subscription", now.subscriptionId()).param("data", data(now).toString())
                .update());
    }

    /** Tells which orders are in jeopardy. Runs inside the transaction that writes it to them. */
    void tell(List<InJeopardy> orders, Duration window) {
        jdbc.sql("""
                        with moment as materialized (select date_trunc('milliseconds', clock_timestamp()) as now)
                        insert into event (event_id, tenant, type, at, subscription_id, data)
                        select event_id(now), tenant, type, now, subscription, data::jsonb
                        from moment, unnest(:tenants::text[], :types::text[], :subscriptions::text[], :data::text[]) as told (tenant, type, subscription, data)""")
                .param("tenants", texts(orders, InJeopardy::tenant)).param("types", texts(orders, order -> Event.of(order.jeopardy())))
                .param("subscriptions", texts(orders, InJeopardy::subscriptionId))
                .param("data", texts(orders, order -> data(order, window).toString()))
                .update();
    }

    private static String[] texts(List<InJeopardy> orders, Function<InJeopardy, String> value) {
        return orders.stream().map(value).toArray(String[]::new);
    }

    private static ObjectNode data(InJeopardy order, Duration window) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("kind", order.kind().word()).put("dueAt", order.dueAt().toString());
        if (order.expectedAt() != null) {
            data.put("expectedAt", order.expectedAt().toString());
        }
        return data.put("window", window.toString());
    }

    /** What is told of an operation. */
    static ObjectNode data(Operation operation) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("kind", operation.kind().word()).put("state", operation.state().name());
        if (operation.outcome() != null) {
            TOLD.forEach(name -> Details.copy(operation.outcome(), data, name));
        }
        return data;
    }

    /**
     * Events of a tenant in the order of their ids, oldest first. Ids are given before a commit and show after it, so one that shows may
     * not be passed as long as an earlier one could still appear: events from the start of the oldest writing transaction on are held back,
     * and the last seconds anyhow. Who reads on from the last id read misses none.
     *
     * @param type  null for all
     * @param after the id of the event read last, null to begin with the oldest there is
     */
    public List<Event> page(String tenant, String type, String after, int limit) {
        return jdbc.sql("""
                        select * from event where tenant = :tenant and at < :horizon
                          and (:type::text is null or type = :type) and event_id > :after
                        order by event_id limit :limit""")
                .param("tenant", tenant).param("horizon", utc(horizon())).param("type", type, Types.VARCHAR)
                .param("after", after == null ? "" : after).param("limit", limit)
                .query(this::row).list();
    }

    /** In a statement of its own: what has ended by now is seen by the next one. */
    private Instant horizon() {
        return jdbc.sql("""
                        select date_trunc('milliseconds', least(clock_timestamp() - interval '2 seconds', min(xact_start))) as horizon
                        from pg_stat_activity where datname = current_database() and backend_xid is not null""")
                .query((rs, n) -> instant(rs, "horizon")).single();
    }

    private Event row(ResultSet rs, int number) throws SQLException {
        return new Event(rs.getString("event_id"), rs.getString("type"), instant(rs, "at"), rs.getString("operation_id"),
                rs.getString("subscription_id"), (ObjectNode) Columns.json(rs, "data", json));
    }
}
