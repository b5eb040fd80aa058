package io.patchbay.subscription;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement about rows that are given, for a {@link Script}. Its text is the same for any number of them and is made once: for several each parameter is a whole
 * column, for one a plain value, which is what most orders are and costs the database less.
 */
public final class RowStatement {

    private final String ofSeveral;
    private final String ofOne;
    private final boolean counted;

    private RowStatement(String sql, boolean counted, String... columns) {
        this.ofSeveral = sql.formatted(severalGiven(columns));
        this.ofOne = sql.formatted(oneGiven(columns));
        this.counted = counted;
    }

    /**
     * @param sql     with {@code %s} where the rows are selected from, as {@code given}; there it takes a parameter for each column, and then
     *                {@link Script#places}
     * @param columns name and type of each
     */
    public static RowStatement of(String sql, String... columns) {
        return new RowStatement(sql, false, columns);
    }

    /**
     * One that may find less than it has to write. The database looks at the number itself and goes no further, as the COMMIT is on its way to it by
     * then: one row more or less than given and the whole script was in vain.
     */
    public static RowStatement exactly(String sql, String... columns) {
        return counted("written as (\n" + sql + "\nreturning 1)", "written", columns);
    }

    /**
     * As {@link #exactly}, for a statement of several parts.
     *
     * @param parts of a {@code with}
     * @param which of them has to have as many rows
     */
    public static RowStatement counted(String parts, String which, String... columns) {
        return new RowStatement("with " + parts + "\nselect expect(count(*), ?) from " + which, true, columns);
    }

    String text(int rows) {
        return rows == 1 ? ofOne : ofSeveral;
    }

    /** Whether it takes how many rows there have to be as its last parameter. */
    boolean isCounted() {
        return counted;
    }

    /** Arrays of so few are read faster by place than unnested side by side, where PostgreSQL first keeps each column by itself. */
    private static String severalGiven(String... columns) {
        return given("(?::%2$s[])[place] as %1$s", " from unnest(?::int4[]) as place) as given", columns);
    }

    private static String oneGiven(String... columns) {
        return given("?::%2$s as %1$s", ") as given", columns);
    }

    private static String given(String column, String end, String... columns) {
        return Stream.of(columns).map(name -> column.formatted((Object[]) name.split(" "))).collect(Collectors.joining(", ", "(select ", end));
    }
}
