package io.patchbay.operation;

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

    private final JdbcClient jdbc;

    Pool(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds what the provider says is free. @return how many were not known before */
    public int restock(String account, String pool, String key, List<String> items) {
        return jdbc.sql("""
                        insert into pool_item (account, pool, pool_key, item)
                        select :account, :pool, :key, item from unnest(:items::text[]) as item
                        on conflict (account, pool, item) do nothing""")
                .param("account", account).param("pool", pool).param("key", key).param("items", items.toArray(String[]::new))
                .update();
    }

    /** Reserves any free item; the one the operation has already stays its own. Waits for nobody: an item another order is just taking is passed over. */
    public Optional<String> take(String account, String pool, String key, String operationId) {
        return jdbc.sql("""
                        update pool_item set operation_id = :operation
                        where (account, pool, item) in (
                          select account, pool, item from pool_item
                          where account = :account and pool = :pool and pool_key = :key and (operation_id is null or operation_id = :operation)
                          order by (operation_id is null), item for update skip locked limit 1)
                        returning item""")
                .param("operation", operationId).param("account", account).param("pool", pool).param("key", key)
                .query(String.class).optional();
    }

    /** Reserves the item the caller named. @return false if another order holds it */
    public boolean take(String account, String pool, String key, String item, String operationId) {
        return jdbc.sql("""
                        insert into pool_item (account, pool, pool_key, item, operation_id) values (:account, :pool, :key, :item, :operation)
                        on conflict (account, pool, item) do update set operation_id = excluded.operation_id
                        where pool_item.operation_id is null or pool_item.operation_id = excluded.operation_id""")
                .param("account", account).param("pool", pool).param("key", key).param("item", item).param("operation", operationId)
                .update() == 1;
    }

    /** Gives back what a refused or never sent order had reserved. It is forgotten, not freed: the next restock sees whether it is. */
    void release(String operationId) {
        jdbc.sql("delete from pool_item where operation_id = :operation").param("operation", operationId).update();
    }

    /** Forgets items whose subscription ended: the provider may hand them out again. */
    void forget(String account, List<String> items) {
        jdbc.sql("delete from pool_item where account = :account and item = any(:items::text[])")
                .param("account", account).param("items", items.toArray(String[]::new)).update();
    }
}
