package io.patchbay.subscription;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.postgresql.util.PSQLException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Statements about many rows that go to the database together with their COMMIT and are answered together: one way there and back, however many they
 * are.
 */
public final class Script {

    private static final Map<Class<?>, Integer> TYPES = Map.of(String.class, Types.VARCHAR, Long.class, Types.BIGINT, Integer.class, Types.INTEGER,
            byte[].class, Types.BINARY);

    private static final Map<List<String>, String> TEXTS = new ConcurrentHashMap<>();

    private final List<String> statements = new ArrayList<>();
    private final List<Object> columns = new ArrayList<>();

    public Script then(String sql, Object... arrays) {
        statements.add(sql);
        columns.addAll(List.of(arrays));
        return this;
    }

    /** @param values a column for each parameter that is given by row, with its {@link #places}; any other as it is */
    public Script then(RowStatement statement, int rows, Object... values) {
        statements.add(statement.text(rows));
        for (Object value : values) {
            add(value, rows == 1);
        }
        if (statement.isCounted()) {
            columns.add((long) rows);
        }
        return this;
    }

    private void add(Object value, boolean alone) {
        switch (value) {
            case Places places when alone -> { }
            case Places places -> columns.add(places.numbers());
            case Object[] column when alone -> columns.add(new Single(column[0], TYPES.get(column.getClass().componentType())));
            default -> columns.add(value);
        }
    }

    /** The places of rows in their columns. */
    public record Places(int rows) {

        public Integer[] numbers() {
            Integer[] numbers = new Integer[rows];
            Arrays.setAll(numbers, place -> place + 1);
            return numbers;
        }
    }

    public static Places places(List<?> rows) {
        return new Places(rows.size());
    }

    /** Of a row that is alone. Its type is told even where there is none, or the statement would be taken for another one. */
    private record Single(Object value, int type) {
    }

    /**
     * Runs as one transaction, which is none of Spring's: those begin and end with a way to the database each.
     *
     * @param silence after which a database that does not answer is given up; zero for what the connection has by itself
     * @return why the database refused it, with everything in it; empty if it is written
     * @throws org.springframework.dao.DataAccessException if nobody can tell, unless no connection was to be had
     */
    public Optional<SQLException> commit(JdbcOperations jdbc, Duration silence) {
        return jdbc.execute(text(), (PreparedStatementCallback<Optional<SQLException>>) statement -> {
            if (silence.isPositive()) {
                // the pool sets its own again
                statement.getConnection().setNetworkTimeout(Runnable::run, (int) silence.toMillis());
            }
            return run(statement);
        });
    }

    /** There are few of them, and the driver knows a text again that is the same object. */
    private String text() {
        String known = TEXTS.get(statements);
        return known != null ? known : TEXTS.computeIfAbsent(List.copyOf(statements), all -> "BEGIN;\n" + String.join(";\n", all) + ";\nCOMMIT");
    }

    private Optional<SQLException> run(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i) instanceof Single single) {
                statement.setObject(i + 1, single.value(), single.type());
            } else {
                statement.setObject(i + 1, columns.get(i));
            }
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
