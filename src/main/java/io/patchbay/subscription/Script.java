package io.patchbay.subscription;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Statements about many rows that go to the database together and are answered together: one way there and back, however many they are. Each
 * parameter is a whole column, so that the text is the same for any number of rows and is planned once.
 */
public final class Script {

    private static final int ANY = -1;

    private final List<String> statements = new ArrayList<>();
    private final List<Integer> expected = new ArrayList<>();
    private final List<Object> columns = new ArrayList<>();

    /** @param rows what the statement has to write, or to count in its only column: one more or less and the whole script was in vain */
    public Script exactly(int rows, String sql, Object... arrays) {
        statements.add(sql);
        expected.add(rows);
        columns.addAll(List.of(arrays));
        return this;
    }

    public Script then(String sql, Object... arrays) {
        return exactly(ANY, sql, arrays);
    }

    /**
     * The given rows, to select from as {@code given}. Takes a parameter for each column and then {@link #places}. Arrays of so few are read faster
     * by place than unnested side by side, where PostgreSQL first keeps each column by itself.
     *
     * @param columns name and type of each
     */
    public static String given(String... columns) {
        return Stream.of(columns).map(column -> column.split(" ")).map(column -> "(?::" + column[1] + "[])[place] as " + column[0])
                .collect(Collectors.joining(", ", "(select ", " from unnest(?::int4[]) as place) as given"));
    }

    public static Integer[] places(List<?> rows) {
        Integer[] places = new Integer[rows.size()];
        Arrays.setAll(places, place -> place + 1);
        return places;
    }

    /** Runs inside the present transaction. @return false if a statement did not write what it had to; then that has to be rolled back */
    public boolean run(JdbcOperations jdbc) {
        return statements.isEmpty() || Boolean.TRUE.equals(jdbc.execute(String.join(";\n", statements), (PreparedStatementCallback<Boolean>) this::run));
    }

    private boolean run(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, columns.get(i));
        }
        boolean asExpected = true;
        boolean counts = statement.execute();
        for (int rows : expected) {
            int found = counts ? counted(statement) : statement.getUpdateCount();
            asExpected &= rows == ANY || rows == found;
            counts = statement.getMoreResults();
        }
        return asExpected;
    }

    private static int counted(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            return row.getInt(1);
        }
    }

    public static <R> String[] texts(List<R> rows, Function<R, String> value) {
        return column(rows, value, new String[rows.size()]);
    }

    /** As text, which the statement casts. */
    public static <R> String[] moments(List<R> rows, Function<R, Instant> value) {
        return texts(rows, row -> {
            Instant moment = value.apply(row);
            return moment == null ? null : moment.toString();
        });
    }

    public static <R> Long[] longs(List<R> rows, Function<R, Long> value) {
        return column(rows, value, new Long[rows.size()]);
    }

    public static <R> Integer[] integers(List<R> rows, Function<R, Integer> value) {
        return column(rows, value, new Integer[rows.size()]);
    }

    public static <R> byte[][] bytes(List<R> rows, Function<R, byte[]> value) {
        return column(rows, value, new byte[rows.size()][]);
    }

    private static <R, V> V[] column(List<R> rows, Function<R, V> value, V[] column) {
        Arrays.setAll(column, place -> value.apply(rows.get(place)));
        return column;
    }
}
