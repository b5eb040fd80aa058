package io.patchbay.operation;

import static io.patchbay.subscription.Columns.instant;
import static io.patchbay.subscription.Columns.utc;
import static io.patchbay.subscription.Script.bytes;
import static io.patchbay.subscription.Script.integers;
import static io.patchbay.subscription.Script.moments;
import static io.patchbay.subscription.Script.texts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.seal.Seal;
import io.patchbay.subscription.Columns;
import io.patchbay.subscription.RowStatement;
import io.patchbay.subscription.Script;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The attempt table: what was said to a provider and what it said. */
@Repository
class AttemptRows {

    private static final String INSERT_ALL = """
            insert into attempt (operation_id, number, step, phase, started_at, ended_at, http_status, class, rule, digest, request, exchange,
              probe, finding, account)
            select id, number, step, phase, started::timestamptz, ended::timestamptz, status, class, rule, digest, request, exchange::jsonb,
              probe, finding, account
            from %s""";

    private static final String[] COLUMNS = {"id text", "number int4", "step text", "phase text", "started text", "ended text", "status int4", "class text",
        "rule text", "digest text", "request bytea", "exchange text", "probe text", "finding text", "account text"};

    private static final RowStatement INSERT = RowStatement.of(INSERT_ALL, COLUMNS);

    private static final RowStatement END = RowStatement.of(INSERT_ALL + """

            on conflict (operation_id, number) do update set phase = excluded.phase, ended_at = excluded.ended_at, http_status = excluded.http_status,
              class = excluded.class, rule = excluded.rule, exchange = excluded.exchange, finding = excluded.finding, request = null
            where attempt.ended_at is null and excluded.ended_at is not null""", COLUMNS);

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Seal seal;

    AttemptRows(JdbcClient jdbc, ObjectMapper json, Seal seal) {
        this.jdbc = jdbc;
        this.json = json;
        this.seal = seal;
    }

    /** Writes the attempts that are new and how known ones ended. One that has ended does not change any more. */
    void write(String operationId, List<Attempt> attempts) {
        Map<Integer, Boolean> ended = ended(operationId);
        for (Attempt attempt : attempts) {
            if (!ended.containsKey(attempt.number())) {
                insert(operationId, attempt);
            } else if (!ended.get(attempt.number()) && attempt.endedAt() != null) {
                end(operationId, attempt);
            }
        }
    }

    /** The rows that the attempts of an operation become, sealed and spelt out before the transaction that writes them. */
    List<Row> spelt(Operation operation) {
        return operation.attempts().stream().map(attempt -> new Row(operation.id(), attempt,
                attempt.request() == null ? null : seal.seal(attempt.request()), attempt.exchange().toString())).toList();
    }

    /** As {@link #spelt}, of an operation whose outcome is final: without requests, and without what had ended when the last request was written down to leave. */
    List<Row> speltToEnd(Operation operation) {
        List<Attempt> all = operation.attempts();
        int written = all.size() - 1;
        while (written > 0 && all.get(written).request() == null) {
            written--;
        }
        return all.subList(Math.max(0, written), all.size()).stream().map(attempt -> new Row(operation.id(), attempt, null, attempt.exchange().toString())).toList();
    }

    /** Of operations that are new. */
    void insert(Script script, List<Row> rows) {
        script.then(INSERT, rows.size(), columns(rows));
    }

    /**
     * As {@link #write}, for several operations whose outcome is final, and of which no request is kept any more.
     *
     * @param many those of the operations of which other attempts may hold requests as well
     */
    void end(Script script, List<Row> rows, List<String> many) {
        script.then(END, rows.size(), columns(rows));
        if (!many.isEmpty()) {
            script.then("update attempt set request = null from unnest(?::text[]) as given (id) where operation_id = given.id and request is not null",
                    (Object) many.toArray(String[]::new));
        }
    }

    private static Object[] columns(List<Row> rows) {
        return new Object[] {texts(rows, Row::operationId), integers(rows, row -> row.attempt().number()), texts(rows, row -> row.attempt().step()),
            texts(rows, row -> row.attempt().phase()), moments(rows, row -> row.attempt().startedAt()), moments(rows, row -> row.attempt().endedAt()),
            integers(rows, row -> row.attempt().httpStatus()), texts(rows, row -> row.attempt().outcomeClass()), texts(rows, row -> row.attempt().rule()),
            texts(rows, row -> row.attempt().digest()), bytes(rows, Row::request), texts(rows, Row::exchange),
            texts(rows, row -> row.attempt().probe()), texts(rows, row -> row.attempt().finding()), texts(rows, row -> row.attempt().account()),
            Script.places(rows)};
    }

    /** @param request sealed; null where none is to be kept */
    record Row(String operationId, Attempt attempt, byte[] request, String exchange) {
    }

    /**
     * Writes how attempts ended that are still open, and adds none. Whoever has the operation by now may have made others under the same
     * numbers; those are not touched.
     */
    void late(String operationId, List<Attempt> attempts) {
        attempts.stream().filter(attempt -> attempt.endedAt() != null && isOpen(operationId, attempt)).forEach(attempt -> end(operationId, attempt));
    }

    private boolean isOpen(String operationId, Attempt attempt) {
        return jdbc.sql("""
                        select number from attempt where operation_id = :id and number = :number and digest = :digest
                          and started_at = :startedAt and ended_at is null for update""")
                .param("id", operationId).param("number", attempt.number()).param("digest", attempt.digest())
                .param("startedAt", utc(attempt.startedAt()))
                .query(Integer.class).optional().isPresent();
    }

    private Map<Integer, Boolean> ended(String operationId) {
        Map<Integer, Boolean> ended = new HashMap<>();
        jdbc.sql("select number, ended_at is not null from attempt where operation_id = :id").param("id", operationId)
                .query(row -> {
                    ended.put(row.getInt(1), row.getBoolean(2));
                });
        return ended;
    }

    private void insert(String operationId, Attempt attempt) {
        jdbc.sql("""
                        insert into attempt (operation_id, number, step, phase, started_at, ended_at, http_status, class, rule, digest,
                          request, exchange, probe, finding, account)
                        values (:id, :number, :step, :phase, :startedAt, :endedAt, :status, :class, :rule, :digest, :request, :exchange::jsonb, :probe, :finding, :account)""")
                .param("id", operationId).param("number", attempt.number()).param("step", attempt.step())
                .param("phase", attempt.phase()).param("startedAt", utc(attempt.startedAt())).param("endedAt", utc(attempt.endedAt()))
                .param("status", attempt.httpStatus()).param("class", attempt.outcomeClass()).param("rule", attempt.rule())
                .param("digest", attempt.digest()).param("request", attempt.request() == null ? null : seal.seal(attempt.request()))
                .param("exchange", attempt.exchange().toString()).param("probe", attempt.probe()).param("finding", attempt.finding())
                .param("account", attempt.account())
                .update();
    }

    private void end(String operationId, Attempt attempt) {
        jdbc.sql("""
                        update attempt set phase = :phase, ended_at = :endedAt, http_status = :status, class = :class, rule = :rule,
                          exchange = :exchange::jsonb, finding = :finding
                        where operation_id = :id and number = :number""")
                .param("phase", attempt.phase()).param("endedAt", utc(attempt.endedAt())).param("status", attempt.httpStatus())
                .param("class", attempt.outcomeClass()).param("rule", attempt.rule()).param("exchange", attempt.exchange().toString())
                .param("finding", attempt.finding()).param("id", operationId).param("number", attempt.number())
                .update();
    }

    /** @return whether the last request that changes something may have left more than once; unknown once requests are forgotten */
    boolean leftAgain(String operationId) {
        return jdbc.sql("""
                        select count(*) > 1 from attempt where operation_id = :id and request is not null and phase <> 'NEVER_SENT'
                          and step = (select step from attempt where operation_id = :id and request is not null order by number desc limit 1)""")
                .param("id", operationId).query(Boolean.class).single();
    }

    void forgetRequests(String operationId) {
        jdbc.sql("update attempt set request = null where operation_id = :id and request is not null")
                .param("id", operationId).update();
    }

    /** Without the exact requests: who looks at an operation does not need them, and one that cannot be opened must not stand in the way. */
    List<Attempt> of(String operationId) {
        return jdbc.sql("select * from attempt where operation_id = :id order by number")
                .param("id", operationId).query(this::row).list();
    }

    /** @throws IllegalStateException if it was sealed with another key */
    Optional<byte[]> request(String operationId, int number) {
        return jdbc.sql("select request from attempt where operation_id = :id and number = :number and request is not null")
                .param("id", operationId).param("number", number).query(byte[].class).optional().map(seal::open);
    }

    private Attempt row(ResultSet rs, int number) throws SQLException {
        return new Attempt(rs.getInt("number"), rs.getString("step"), rs.getString("phase"), instant(rs, "started_at"),
                instant(rs, "ended_at"), (Integer) rs.getObject("http_status"), rs.getString("class"), rs.getString("rule"),
                rs.getString("digest"), null, (ObjectNode) Columns.json(rs, "exchange", json), rs.getString("probe"), rs.getString("finding"),
                rs.getString("account"));
    }
}
