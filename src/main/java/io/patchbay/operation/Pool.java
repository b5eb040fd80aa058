package io.patchbay.operation;

import static io.patchbay.subscription.Script.texts;

import io.patchbay.subscription.RowStatement;
import io.patchbay.subscription.Script;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Things a provider would pick at random, such as a free ICCID: picked and reserved by us instead, so that two orders never get
 * the same one and a lost answer can be asked for by it.
 */
@Repository
public class Pool {

    /** A request that was lost on its way does not arrive so late. */
    private static final Duration QUARANTINE = Duration.ofHours(24);

    private static final RowStatement TAKE = RowStatement.exactly("""
            insert into pool_item (account, pool, pool_key, item, operation_id)
            select account, pool, key, item, operation
            from %s
            on conflict (account, pool, item) do update set operation_id = excluded.operation_id, free_at = null
            where pool_item.operation_id is null or pool_item.operation_id = excluded.operation_id
              or pool_item.free_at <= clock_timestamp()""",
            "account text", "pool text", "key text", "item text", "operation text");

    private final JdbcClient jdbc;

    Pool(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds what the provider says is free; an item in quarantine is not until that is over. @return how many could not be had before */
    public int restock(String account, String pool, String key, List<String> items) {
        return jdbc.sql("""
                        insert into pool_item (account, pool, pool_key, item)
                        select :account, :pool, :key, item from unnest(:items::text[]) as item
                        on conflict (account, pool, item) do update
                          set pool_key = excluded.pool_key, operation_id = null, free_at = null, seen_at = now()
                        where pool_item.free_at <= clock_timestamp()""")
                .param("account", account).param("pool", pool).param("key", key).param("items", items.toArray(String[]::new))
                .update();
    }

    public boolean hasFree(String account, String pool, String key) {
        return jdbc.sql("select exists(select from pool_item where account = :account and pool = :pool and pool_key = :key and operation_id is null)")
                .param("account", account).param("pool", pool).param("key", key).query(Boolean.class).single();
    }

    /** Reserves any free item; the one the operation has already stays its own. Waits for nobody: an item another order is just taking is passed over. */
    public Optional<String> take(String account, String pool, String key, String operationId) {
        return jdbc.sql("""
                        with found as materialized (
                          select account, pool, item from pool_item
                          where account = :account and pool = :pool and pool_key = :key and (operation_id is null or operation_id = :operation)
                          order by (operation_id is null), item for update skip locked limit 1)
                        update pool_item set operation_id = :operation from found
                        where pool_item.account = found.account and pool_item.pool = found.pool and pool_item.item = found.item
                        returning pool_item.item""")
                .param("operation", operationId).param("account", account).param("pool", pool).param("key", key)
                .query(String.class).optional();
    }

    /** Reserves the item the caller named. @return false if another order holds it or it is in quarantine */
    public boolean take(String account, String pool, String key, String item, String operationId) {
        return jdbc.sql("""
                        insert into pool_item (account, pool, pool_key, item, operation_id) values (:account, :pool, :key, :item, :operation)
                        on conflict (account, pool, item) do update set operation_id = excluded.operation_id, free_at = null
                        where pool_item.operation_id is null or pool_item.operation_id = excluded.operation_id
                          or pool_item.free_at <= clock_timestamp()""")
                .param("account", account).param("pool", pool).param("key", key).param("item", item).param("operation", operationId)
                .update() == 1;
    }

    /** As {@link #take(String, String, String, String, String)}, for several: sorted, so that two groups do not wait for each other. */
    void take(Script script, List<Hold> holds) {
        List<Hold> sorted = holds.stream().sorted(Comparator.comparing((Hold hold) -> hold.item().account()).thenComparing(hold -> hold.item().pool())
                .thenComparing(hold -> hold.item().item())).toList();
        script.then(TAKE, holds.size(),
                texts(sorted, hold -> hold.item().account()), texts(sorted, hold -> hold.item().pool()), texts(sorted, hold -> hold.item().key()),
                texts(sorted, hold -> hold.item().item()), texts(sorted, Hold::operationId), Script.places(sorted));
    }

    record Hold(PoolItem item, String operationId) {
    }

    /** Gives back what a refused or never sent order had reserved. It is forgotten, not freed: the next restock sees whether it is. */
    void release(String operationId) {
        jdbc.sql("delete from pool_item where operation_id = :operation").param("operation", operationId).update();
    }

    /** Forgets items whose subscription ended, the provider may hand them out again; and those whose quarantine is over. */
    void forget(String account, List<String> items) {
        jdbc.sql("delete from pool_item where account = :account and (item = any(:items::text[]) or free_at <= clock_timestamp())")
                .param("account", account).param("items", items.toArray(String[]::new)).update();
    }

    /**
     * Keeps items reserved for a day whose subscription ended by a request that left more than once: the one that was lost may still arrive,
     * and would end the subscription that has the item by then.
     */
    void quarantine(String account, List<String> items) {
        jdbc.sql("""
                        update pool_item set free_at = clock_timestamp() + :kept * interval '1 millisecond'
                        where account = :account and item = any(:items::text[]) and operation_id is not null""")
                .param("kept", QUARANTINE.toMillis()).param("account", account).param("items", items.toArray(String[]::new)).update();
    }
}
