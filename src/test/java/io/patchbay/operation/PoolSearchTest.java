package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.patchbay.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each stock of each account has a place of its own where the search for free items was last. */
class PoolSearchTest {

    private static JdbcClient jdbc;
    private static PoolSearch search;

    @BeforeAll
    static void database() {
        jdbc = JdbcClient.create(TestDatabase.migrated().dataSource());
        search = new PoolSearch(jdbc, new ObjectMapper());
    }

    @BeforeEach
    void fresh() {
        jdbc.sql("delete from pool_search").update();
    }

    @Test
    void the_page_read_last_is_known_as_the_provider_named_it() {
        search.reached("a", "sims", "green", IntNode.valueOf(2));
        search.reached("a", "sims", "green", TextNode.valueOf("cursor-3"));
        search.reached("b", "sims", "green", IntNode.valueOf(9));

        assertThat(green()).contains(TextNode.valueOf("cursor-3"));
        assertThat(search.page("a", "sims", "blue")).isEmpty();
    }

    @Test
    void back_on_the_first_page_it_begins_with_the_first() {
        search.reached("a", "sims", "green", IntNode.valueOf(2));
        search.reached("a", "sims", "green", null);

        assertThat(green()).isEmpty();
    }

    private static Optional<JsonNode> green() {
        return search.page("a", "sims", "green");
    }
}
