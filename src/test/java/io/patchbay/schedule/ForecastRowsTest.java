package io.patchbay.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Twenty thousand orders of one tenant beside ten of another. */
class ForecastRowsTest {

    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private static final Instant EVENING = NOON.plusSeconds(6 * 3_600);

    static JdbcClient jdbc;
    static ForecastRows rows;

    @BeforeAll
    static void seeded() {
        PGSimpleDataSource source = (PGSimpleDataSource) TestDatabase.migrated().dataSource();
        source.setOptions("-c session_replication_role=replica");
        jdbc = JdbcClient.create(source);
        jdbc.sql("""
                insert into due_work (subscription_id, kind, tenant, account, due_at, try_at)
                select 'sub_' || n, 'ACTIVATE', case when n <= 10 then 'small' else 'large' end, 'one', at, at
                from generate_series(1, 20000) n, lateral (select timestamptz '2027-03-01T12:00:00Z' + n / 10 * interval '1 second' as at) as moment""").update();
        jdbc.sql("update due_work set jeopardy = 'AT_RISK', told = 'AT_RISK' where subscription_id = 'sub_7'").update();
        // what is not on disk yet is not known to be seen by everybody, and an index alone would not do
        jdbc.sql("checkpoint").update();
        await().until(ForecastRowsTest::isSeenByEverybody);
        rows = new ForecastRows(jdbc);
    }

    /** PostgreSQL itself may be counting the rows at the same moment, and whatever reads keeps a vacuum from knowing it. */
    private static boolean isSeenByEverybody() {
        jdbc.sql("vacuum (analyze) due_work").update();
        return jdbc.sql("select relallvisible * 10 >= relpages * 9 from pg_class where oid = 'due_work'::regclass").query(Boolean.class).single();
    }

    private static String plan(String sql) {
        return String.join("\n", jdbc.sql("explain " + sql).query(String.class).list());
    }

    @Test
    void an_account_is_counted_from_an_index_alone() {
        assertThat(plan(ForecastRows.counted("account = 'one' and due_at < '2027-03-01T12:10:00Z'"))).contains("Index Only Scan using due_work_promised");
        assertThat(rows.slots("one", EVENING)).hasSize(2_001).extracting(Slot::own).contains(9L, 10L);
    }

    @Test
    void a_tenant_is_counted_from_its_own_entries_of_an_index() {
        assertThat(plan(ForecastRows.counted("tenant = 'small' and account = 'one' and due_at < '2027-03-01T18:00:00Z'")))
                .contains("Index Only Scan using due_work_of_tenant");
        assertThat(rows.slots("one", "small", EVENING)).extracting(Slot::orders).containsExactlyInAnyOrder(9L, 1L);
    }

    @Test
    void what_is_in_jeopardy_is_found_by_its_account() {
        assertThat(plan("select try_at, due_at, keep_by from due_work where jeopardy is not null and account = 'one'")).contains("due_work_in_jeopardy");
        assertThat(plan("select jeopardy, count(*) from due_work where jeopardy is not null group by jeopardy")).contains("due_work_in_jeopardy");
        assertThat(new JeopardyRows(jdbc).flagged("one")).singleElement().extracting(Slot::orders).isEqualTo(1L);
    }

    @Test
    void one_tenant_sees_all_slots_and_its_own_orders_in_them() {
        List<Slot> shared = Slot.shared(rows.slots("one", EVENING), rows.slots("one", "small", EVENING));

        assertThat(shared).hasSize(2_001);
        assertThat(shared.stream().mapToLong(Slot::orders).sum()).isEqualTo(20_000);
        assertThat(shared.stream().mapToLong(Slot::own).sum()).isEqualTo(10);
    }

    @Test
    void an_order_that_was_taken_up_between_the_two_counts_is_still_ones_own() {
        Slot counted = new Slot(NOON, NOON, 3, 3);
        Slot moved = new Slot(NOON.plusSeconds(60), NOON, 1, 1);

        assertThat(Slot.shared(List.of(counted), List.of(moved))).containsExactly(new Slot(NOON, NOON, 3, 0), moved);
    }
}
