package io.patchbay.subscription;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.seal.SealedFields;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Keeps subscriptions in PostgreSQL. Every reading method is bound to a tenant: another tenant's subscription does not exist. What is
 * sealed stays sealed when it is read; see {@link SealedFields}.
 */
@Repository
public class Subscriptions {

    private static final String REFERENCE_PREFIX = "rid_";

    private static final RowStatement INSERT = RowStatement.of("""
            insert into subscription (subscription_id, tenant, reference_id, status, provider, account, provider_subscription_id,
              offering_id, customer_id, msisdn, iccid, scheduled_at, ends_at, open_operation, details, version, created_at, updated_at)
            select id, tenant, reference, status, provider, account, provider_id, offering, customer, msisdn, iccid, scheduled::timestamptz,
              ends::timestamptz, open, details::jsonb, 0, created::timestamptz, updated::timestamptz
            from %s""",
            "id text", "tenant text", "reference text", "status text", "provider text", "account text", "provider_id text", "offering text",
            "customer text", "msisdn text", "iccid text", "scheduled text", "ends text", "open text", "details text", "created text", "updated text");

    private static final RowStatement END = RowStatement.exactly("""
            update subscription set status = given.status, provider_subscription_id = given.provider_id, msisdn = given.msisdn,
              iccid = given.iccid, scheduled_at = given.scheduled::timestamptz, ends_at = given.ends::timestamptz, open_operation = null,
              details = given.details::jsonb, version = given.version, updated_at = given.updated::timestamptz
            from %s
            where subscription.subscription_id = given.id and subscription.version = given.version - 1""",
            "id text", "version int8", "status text", "provider_id text", "msisdn text", "iccid text", "scheduled text", "ends text", "details text",
            "updated text");

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final SealedFields secrets;

    Subscriptions(JdbcClient jdbc, ObjectMapper json, SealedFields secrets) {
        this.jdbc = jdbc;
        this.json = json;
        this.secrets = secrets;
    }

    /** @param id a subscription id, or {@code rid_} and the reseller's own reference */
    public Optional<Subscription> find(String tenant, String id) {
        return id.startsWith(REFERENCE_PREFIX) ? byReference(tenant, id.substring(REFERENCE_PREFIX.length())) : byId(tenant, id);
    }

    private Optional<Subscription> byId(String tenant, String id) {
        return jdbc.sql("select * from subscription where subscription_id = :id and tenant = :tenant")
                .param("id", id).param("tenant", tenant)
                .query(this::row).optional();
    }

    /** A reference freed by a refused create may have been used again; the living subscription wins, else the newest. */
    private Optional<Subscription> byReference(String tenant, String reference) {
        return jdbc.sql("""
                        select * from subscription where tenant = :tenant and reference_id = :reference
                        order by (status = 'FAILED'), subscription_id desc limit 1""")
                .param("tenant", tenant).param("reference", reference)
                .query(this::row).optional();
    }

    /** @param own id of one that may have it; null if none may */
    public boolean referenceTaken(String tenant, String reference, String own) {
        return jdbc.sql("""
                        select exists(select from subscription where tenant = :tenant and reference_id = :reference and status <> 'FAILED'
                          and subscription_id is distinct from :own)""")
                .param("tenant", tenant).param("reference", reference).param("own", own, Types.VARCHAR)
                .query(Boolean.class).single();
    }

    /** @return those of the ids at this provider account that belong to subscriptions of ours, whoever's */
    public Set<String> owned(String account, Set<String> providerIds) {
        return new HashSet<>(jdbc.sql("""
                        select provider_subscription_id from subscription
                        where account = :account and provider_subscription_id = any(:ids::text[])""")
                .param("account", account).param("ids", providerIds.toArray(String[]::new)).query(String.class).list());
    }

    /** @return up to {@code filter.limit() + 1} subscriptions, newest first: one more than asked tells that there is another page */
    public List<Subscription> page(SubscriptionFilter filter) {
        return jdbc.sql("select * from subscription where " + filter.where() + " order by subscription_id desc limit :limit")
                .params(filter.parameters())
                .query(this::row).list();
    }

    public void insert(Subscription subscription) {
        jdbc.sql("""
                        insert into subscription (subscription_id, tenant, reference_id, status, provider, account, provider_subscription_id,
                          offering_id, customer_id, msisdn, iccid, scheduled_at, ends_at, open_operation, details, version, created_at, updated_at)
                        values (:id, :tenant, :reference, :status, :provider, :account, :providerId,
                          :offering, :customer, :msisdn, :iccid, :scheduledAt, :endsAt, :openOperation, :details::jsonb, 0, :createdAt, :updatedAt)""")
                .param("id", subscription.id()).param("tenant", subscription.tenant()).param("reference", subscription.referenceId())
                .param("status", subscription.status().name()).param("provider", subscription.provider())
                .param("account", subscription.account()).param("providerId", subscription.providerSubscriptionId())
                .param("offering", subscription.offeringId()).param("customer", subscription.customerId())
                .param("msisdn", subscription.msisdn()).param("iccid", subscription.iccid())
                .param("scheduledAt", utc(subscription.scheduledAt())).param("endsAt", utc(subscription.endsAt())).param("openOperation", subscription.openOperation())
                .param("details", secrets.sealed(subscription.details()).toString())
                .param("createdAt", utc(subscription.createdAt())).param("updatedAt", utc(subscription.updatedAt()))
                .update();
    }

    /** The row it becomes, sealed and spelt out before the transaction that writes it. */
    public Row spelt(Subscription subscription) {
        return new Row(subscription, secrets.sealed(subscription.details()).toString());
    }

    /** As {@link #insert(Subscription)}, for several. */
    public void insert(Script script, List<Row> rows) {
        script.then(INSERT, rows.size(),
                texts(rows, Subscription::id), texts(rows, Subscription::tenant), texts(rows, Subscription::referenceId),
                texts(rows, row -> row.status().name()), texts(rows, Subscription::provider), texts(rows, Subscription::account),
                texts(rows, Subscription::providerSubscriptionId), texts(rows, Subscription::offeringId), texts(rows, Subscription::customerId),
                texts(rows, Subscription::msisdn), texts(rows, Subscription::iccid), moments(rows, Subscription::scheduledAt),
                moments(rows, Subscription::endsAt), texts(rows, Subscription::openOperation), Script.texts(rows, Row::details),
                moments(rows, Subscription::createdAt), moments(rows, Subscription::updatedAt), Script.places(rows));
    }

    /** Writes new states where nobody wrote since they were read. No operation is open on any of them any more. @param rows as {@link Subscription#at} gives them */
    public void end(Script script, List<Row> rows) {
        script.then(END, rows.size(),
                texts(rows, Subscription::id), Script.longs(rows, row -> row.subscription().version()), texts(rows, row -> row.status().name()),
                texts(rows, Subscription::providerSubscriptionId), texts(rows, Subscription::msisdn), texts(rows, Subscription::iccid),
                moments(rows, Subscription::scheduledAt), moments(rows, Subscription::endsAt), Script.texts(rows, Row::details),
                moments(rows, Subscription::updatedAt), Script.places(rows));
    }

    private static String[] texts(List<Row> rows, Function<Subscription, String> value) {
        return Script.texts(rows, row -> value.apply(row.subscription()));
    }

    private static String[] moments(List<Row> rows, Function<Subscription, Instant> value) {
        return Script.moments(rows, row -> value.apply(row.subscription()));
    }

    /** @param details as they are written */
    public record Row(Subscription subscription, String details) {
    }

    /**
     * Reserves the subscription for one operation.
     *
     * @param known as it was when the operation was found to be allowed: if it has changed since, that may not hold any more
     * @return false if another operation is open, or was in the meantime
     */
    public boolean open(Subscription known, String operationId) {
        return jdbc.sql("""
                        update subscription set open_operation = :operation
                        where subscription_id = :id and version = :version and open_operation is null""")
                .param("operation", operationId).param("id", known.id()).param("version", known.version())
                .update() == 1;
    }

    /** Another account carries its create from now on. Whoever may say so holds the operation that is open on it. */
    public void assign(String id, String provider, String account) {
        jdbc.sql("update subscription set provider = :provider, account = :account where subscription_id = :id")
                .param("provider", provider).param("account", account).param("id", id)
                .update();
    }

    /** Writes the new state if nobody wrote since it was read. @return false if somebody did */
    public boolean update(Subscription next, String openOperation, Instant now) {
        return write(next, openOperation, now, "");
    }

    /** Writes what the provider told about it, unless somebody wrote since it was read or an operation has begun. @return false if so */
    public boolean refresh(Subscription next, Instant now) {
        return write(next, null, now, " and open_operation is null");
    }

    private boolean write(Subscription next, String openOperation, Instant now, String condition) {
        return jdbc.sql("""
                        update subscription set status = :status, provider_subscription_id = :providerId, msisdn = :msisdn, iccid = :iccid,
                          scheduled_at = :scheduledAt, ends_at = :endsAt, open_operation = :openOperation, details = :details::jsonb,
                          version = version + 1, updated_at = :now
                        where subscription_id = :id and version = :version""" + condition)
                .param("status", next.status().name()).param("providerId", next.providerSubscriptionId())
                .param("msisdn", next.msisdn()).param("iccid", next.iccid()).param("scheduledAt", utc(next.scheduledAt())).param("endsAt", utc(next.endsAt()))
                .param("openOperation", openOperation).param("details", secrets.sealed(next.details()).toString()).param("now", utc(now))
                .param("id", next.id()).param("version", next.version())
                .update() == 1;
    }

    private Subscription row(ResultSet rs, int number) throws SQLException {
        return new Subscription(rs.getString("subscription_id"), rs.getString("tenant"), rs.getString("reference_id"),
                SubscriptionStatus.valueOf(rs.getString("status")), rs.getString("provider"), rs.getString("account"),
                rs.getString("provider_subscription_id"), rs.getString("offering_id"), rs.getString("customer_id"),
                rs.getString("msisdn"), instant(rs, "scheduled_at"), instant(rs, "ends_at"), rs.getString("open_operation"),
                (ObjectNode) Columns.json(rs, "details", json), rs.getLong("version"), instant(rs, "created_at"), instant(rs, "updated_at"));
    }
}
