package io.patchbay.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Where the search for free items of a {@link Pool} was last, for all nodes. It is a hint: whoever goes by it and finds nothing up to the end
 * of the list reads what lies before it too.
 */
@Repository
public class PoolSearch {

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    PoolSearch(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @return the page read last, as the provider's mapping names it; empty = begin with the first */
    public Optional<JsonNode> page(String account, String pool, String key) {
        return jdbc.sql("select page::text from pool_search where account = :account and pool = :pool and pool_key = :key")
                .param("account", account).param("pool", pool).param("key", key)
                .query(String.class).optional().map(this::read);
    }

    /** @param page null = the first */
    public void reached(String account, String pool, String key, JsonNode page) {
        jdbc.sql("""
                        insert into pool_search (account, pool, pool_key, page) values (:account, :pool, :key, :page::jsonb)
                        on conflict (account, pool, pool_key) do update set page = excluded.page where pool_search.page <> excluded.page""")
                .param("account", account).param("pool", pool).param("key", key).param("page", String.valueOf(page))
                .update();
    }

    private JsonNode read(String page) {
        try {
            JsonNode read = json.readTree(page);
            return read.isNull() ? null : read;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL gave JSON that is none", impossible);
        }
    }
}
