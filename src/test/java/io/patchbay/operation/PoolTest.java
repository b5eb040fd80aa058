package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who gets a free item, and when one whose subscription ended may be had again. */
class PoolTest {

    private static final String SIMS = "sims";
    private static final String KEY = "green";
    private static final String ICCID = "8937";

    private static JdbcClient jdbc;
    private static Pool pool;

    @BeforeAll
    static void database() {
        jdbc = JdbcClient.create(TestDatabase.migrated().dataSource());
        pool = new Pool(jdbc);
    }

    @BeforeEach
    void one_item_that_an_order_holds() {
        jdbc.sql("delete from pool_item").update();
        assertThat(restocked()).isOne();
        assertThat(pool.take("a", SIMS, KEY, "op_1")).contains(ICCID);
    }

    private static int restocked() {
        return pool.restock("a", SIMS, KEY, List.of(ICCID));
    }

    private static void aDayPasses() {
        jdbc.sql("update pool_item set free_at = free_at - interval '24 hours'").update();
    }

    private static int known() {
        return jdbc.sql("select count(*) from pool_item").query(Integer.class).single();
    }

    @Test
    void what_an_order_holds_is_not_had_by_another_one() {
        assertThat(restocked()).isZero();
        assertThat(pool.take("a", SIMS, KEY, "op_2")).isEmpty();
        assertThat(pool.take("a", SIMS, KEY, ICCID, "op_2")).isFalse();
    }

    @Test
    void only_what_nobody_holds_is_free() {
        assertThat(pool.hasFree("a", SIMS, KEY)).isFalse();
        pool.restock("a", SIMS, KEY, List.of("8938"));

        assertThat(pool.hasFree("a", SIMS, KEY)).isTrue();
        assertThat(pool.hasFree("a", SIMS, "blue")).isFalse();
    }

    @Test
    void an_item_whose_subscription_ended_may_be_had_again() {
        pool.forget("a", List.of(ICCID));

        assertThat(restocked()).isOne();
        assertThat(pool.take("a", SIMS, KEY, "op_2")).contains(ICCID);
    }

    @Test
    void an_item_in_quarantine_is_had_by_nobody_though_the_provider_says_it_is_free() {
        pool.quarantine("a", List.of(ICCID));

        assertThat(restocked()).isZero();
        assertThat(pool.take("a", SIMS, KEY, "op_2")).isEmpty();
        assertThat(pool.take("a", SIMS, KEY, ICCID, "op_2")).isFalse();
        pool.forget("a", List.of("8938"));
        assertThat(known()).isOne();
    }

    @Test
    void an_item_whose_quarantine_is_over_is_had_once_the_provider_says_it_is_free() {
        pool.quarantine("a", List.of(ICCID));
        aDayPasses();

        assertThat(pool.take("a", SIMS, KEY, "op_2")).as("not seen to be free yet").isEmpty();
        assertThat(restocked()).isOne();
        assertThat(pool.take("a", SIMS, KEY, "op_2")).contains(ICCID);
        assertThat(restocked()).as("held for good").isZero();
    }

    @Test
    void an_item_whose_quarantine_is_over_is_had_by_who_names_it() {
        pool.quarantine("a", List.of(ICCID));
        aDayPasses();

        assertThat(pool.take("a", SIMS, KEY, ICCID, "op_2")).isTrue();
        assertThat(pool.take("a", SIMS, KEY, ICCID, "op_3")).isFalse();
    }

    @Test
    void an_item_whose_quarantine_is_over_is_forgotten_with_the_next_that_ends() {
        pool.quarantine("a", List.of(ICCID));
        aDayPasses();

        pool.forget("a", List.of("8938"));

        assertThat(known()).isZero();
    }

    @Test
    void the_items_of_another_account_are_not_touched() {
        pool.quarantine("b", List.of(ICCID));
        aDayPasses();

        assertThat(restocked()).isZero();
    }
}
