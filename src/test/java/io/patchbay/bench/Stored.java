package io.patchbay.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Subscriptions by the million: copies of one that was ordered through the API, each with its SIM, every tenth with its operation. */
final class Stored implements AutoCloseable {

    private static final int PORTION = 100_000;
    private static final int WITH_OPERATION = 10;

    private final SingleConnectionDataSource connection;
    private final JdbcClient jdbc;

    Stored(String url) {
        connection = new SingleConnectionDataSource(url, "postgres", "postgres", true);
        jdbc = JdbcClient.create(connection);
    }

    /** @param template id of a subscription that is there */
    void add(String template, int count) {
        jdbc.sql("set synchronous_commit = off").update();
        List<String> indexes = indexes();
        indexes.forEach(index -> jdbc.sql("drop index " + index.replaceAll("(?s)^create (?:unique )?index (\\S+) .*$", "$1")).update());
        for (int done = 0; done < count; done += PORTION) {
            portion(template, done, Math.min(PORTION, count - done));
        }
        indexes.forEach(index -> jdbc.sql(index).update());
        jdbc.sql("vacuum (analyze)").update();
        jdbc.sql("checkpoint").update();
    }

    /** As they were made; those of primary keys stay. Made anew at the end they cost a fraction. */
    private List<String> indexes() {
        return jdbc.sql("""
                        select replace(replace(replace(indexdef, 'CREATE', 'create'), 'UNIQUE', 'unique'), 'INDEX', 'index') from pg_indexes
                        where schemaname = 'public' and tablename in ('subscription', 'operation', 'attempt', 'pool_item') and indexname not like '%\\_pkey'""")
                .query(String.class).list();
    }

    private void portion(String template, int first, int count) {
        jdbc.sql("""
                        with numbered as (
                            select n, lpad(to_hex(floor(extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n), 19, '0') as id
                            from generate_series(:first, :first + :count - 1) as n),
                        model as (select * from subscription where subscription_id = :template),
                        act as (select * from operation where subscription_id = :template),
                        made as (
                            insert into subscription (subscription_id, tenant, reference_id, status, provider, account, provider_subscription_id,
                              offering_id, customer_id, iccid, details, created_at, updated_at)
                            select 'sub_' || id, tenant, 'stored-' || n, status, provider, account, md5(n::text), offering_id, 'customer-' || n % 1000,
                              '8966' || lpad(n::text, 16, '0'), details, now(), now() from numbered cross join model),
                        taken as (
                            insert into pool_item (account, pool, pool_key, item, operation_id)
                            select account, pool, pool_key, '8966' || lpad(n::text, 16, '0'), 'op_' || id
                            from numbered cross join (select * from pool_item limit 1) as one)
                        insert into operation (operation_id, tenant, subscription_id, kind, state, provider, account, revision, command, outcome, notices,
                          created_at, updated_at)
                        select 'op_' || id, tenant, 'sub_' || id, kind, state, provider, account, revision, command, outcome, notices, now(), now()
                        from numbered cross join act where n % :every = 0""")
                .param("first", first).param("count", count).param("template", template).param("every", WITH_OPERATION).update();
    }

    /** Cursors of a tenant's list: none, to the middle, and to the last page. */
    List<String> cursors(String tenant, int count) {
        return IntStream.of(0, count / 2, count - 100).mapToObj(offset -> offset == 0 ? "" : "&cursor=" + cursor(tenant, offset)).toList();
    }

    /** As the gateway writes them. */
    private String cursor(String tenant, int offset) {
        String id = jdbc.sql("select subscription_id from subscription where tenant = :tenant order by subscription_id desc offset :offset limit 1")
                .param("tenant", tenant).param("offset", offset).query(String.class).single();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("v1:" + id).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        connection.destroy();
    }
}
