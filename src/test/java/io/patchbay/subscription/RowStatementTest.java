package io.patchbay.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** One row and several are written alike, whatever is missing in them. */
class RowStatementTest {

    private static final RowStatement INSERT = RowStatement.of("insert into kept (name, number, size, content, stamp) select name, number, size, content, ? from %s",
            "name text", "number int8", "size int4", "content bytea");
    private static final RowStatement END = RowStatement.exactly("update kept set stamp = 'over' from %s where kept.name = given.name", "name text");

    private static JdbcTemplate jdbc;

    private record Kept(String name, Long number, Integer size, byte[] content) {
    }

    @BeforeAll
    static void start() {
        jdbc = new JdbcTemplate(TestDatabase.migrated().dataSource());
    }

    @BeforeEach
    void table() {
        jdbc.execute("create table kept (name text, number int8, size int4, content bytea, stamp text)");
    }

    @AfterEach
    void gone() {
        jdbc.execute("drop table kept");
    }

    private static Optional<SQLException> inserted(List<Kept> all) {
        return new Script().then(INSERT, all.size(), "now", Script.texts(all, Kept::name), Script.longs(all, Kept::number),
                Script.integers(all, Kept::size), Script.bytes(all, Kept::content), Script.places(all)).commit(jdbc, Duration.ZERO);
    }

    private static Optional<SQLException> ended(List<String> names) {
        return new Script().then(END, names.size(), Script.texts(names, name -> name), Script.places(names)).commit(jdbc, Duration.ZERO);
    }

    private static List<String> kept() {
        return jdbc.queryForList("select concat_ws(' ', name, number, size, encode(content, 'hex'), stamp) from kept order by number nulls last", String.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void each_row_has_its_own_values(int rows) {
        List<Kept> all = List.of(new Kept("a", 1L, 10, new byte[] {1}), new Kept("b", 2L, 20, new byte[] {2}), new Kept("c", 3L, 30, new byte[] {3}));

        assertThat(inserted(all.subList(0, rows))).isEmpty();

        assertThat(kept()).isEqualTo(List.of("a 1 10 01 now", "b 2 20 02 now", "c 3 30 03 now").subList(0, rows));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_is_missing_stays_missing(int rows) {
        List<Kept> all = List.of(new Kept("a", null, null, null), new Kept(null, null, null, null));

        assertThat(inserted(all.subList(0, rows))).isEmpty();

        assertThat(kept()).containsExactlyInAnyOrderElementsOf(List.of("a now", "now").subList(0, rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a,b"})
    void who_finds_fewer_than_it_has_to_write_writes_nothing(String names) {
        inserted(List.of(new Kept("b", 2L, 20, null)));

        assertThat(ended(List.of(names.split(",")))).isPresent();
        assertThat(kept()).containsExactly("b 2 20 now");
    }

    @Test
    void who_finds_as_many_writes_them() {
        inserted(List.of(new Kept("a", 1L, 10, null), new Kept("b", 2L, 20, null)));

        assertThat(ended(List.of("a"))).isEmpty();
        assertThat(ended(List.of("a", "b"))).isEmpty();
        assertThat(kept()).containsExactly("a 1 10 over", "b 2 20 over");
    }
}
