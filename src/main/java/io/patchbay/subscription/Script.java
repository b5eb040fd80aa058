package io.patchbay.subscription;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Statements about many rows that go to the database together with their COMMIT and are answered together: one way there and back, however many they
 * are. Each parameter is a whole column, so that the text is the same for any number of rows and is planned once.
 */
public final class Script {

    private final List<String> statements = new ArrayList<>();
    private final List<Object> columns = new ArrayList<>();

    public Script then(String sql, Object... arrays) {
        statements.add(sql);
        columns.addAll(List.of(arrays));
        return this;
    }

    /**
     * A statement that may find less than it has to write. The database looks at the number itself and goes no further, as the COMMIT is on its way to it by
     * then.
     *
     * @param rows what it has to write: one more or less and the whole script was in vain
     */
    public Script exactly(int rows, String sql, Object... arrays) {
        return counted(rows, "written as (\n" + sql + "\nreturning 1)", "written", arrays);
    }

    /**
     * As {@link #exactly}, for a statement of several parts.
     *
     * @param parts of a {@code with}
     * @param which of them has to have that many rows
     */
    public Script counted(int rows, String parts, String which, Object... arrays) {
        then("with " + parts + "\nselect expect(count(*), ?) from " + which, arrays);
        columns.add((long) rows);
        return this;
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

    /**
     * Runs as one transaction, which is none of Spring's: those begin and end with a way to the database each.
     *
     * @param silence after which a database that does not answer is given up; zero for what the connection has by itself
     * @return why the database refused it, with everything in it; empty if it is written
     * @throws org.springframework.dao.DataAccessException if nobody can tell, unless no connection was to be had
     */
    public Optional<SQLException> commit(JdbcOperations jdbc, Duration silence) {
        return jdbc.execute("BEGIN;\n" + String.join(";\n", statements) + ";\nCOMMIT", (PreparedStatementCallback<Optional<SQLException>>) statement -> {
            if (silence.isPositive()) {
                // the pool sets its own again
                statement.getConnection().setNetworkTimeout(Runnable::run, (int) silence.toMillis());
            }
            return run(statement);
        });
    }

    private Optional<SQLException> run(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setObject(i + 1, columns.get(i));
        }
        try {
            statement.execute();
            return Optional.empty();
        } catch (SQLException failed) {
            return Optional.of(undone(statement.getConnection(), failed));
        } catch (RuntimeException | Error broken) {
            // half of it may still be on its way, and would be carried out for whoever got the connection next
            statement.getConnection().abort(Runnable::run);
            throw broken;
        }
    }

    /**
     * A server that has told an error and then answers to this has written nothing. The error alone would be no proof: it may have been its last word, with the
     * commit on the disk already.
     */
    private static SQLException undone(Connection connection, SQLException failed) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException broken) {
            failed.addSuppressed(broken);
            connection.abort(Runnable::run);
            throw failed;
        }
        if (failed instanceof PSQLException told && told.getServerErrorMessage() != null) {
            return failed;
        }
        throw failed;
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
