package io.patchbay.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.subscription.Seal;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The attempt table: what was said to a provider and what it said. */
@Repository
class AttemptRows {

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Seal seal;

    AttemptRows(JdbcClient jdbc, ObjectMapper json, Seal seal) {
        this.jdbc = jdbc;
        this.json = json;
        this.seal = seal;
    }

    /** Writes an attempt, or how a written one ended. */
    void write(String operationId, Attempt attempt) {
        jdbc.sql("""
                        insert into attempt (operation_id, number, step, phase, started_at, ended_at, http_status, class, rule, digest,
                          request_body, exchange)
                        values (:id, :number, :step, :phase, :startedAt, :endedAt, :status, :class, :rule, :digest, :body, :exchange::jsonb)
                        on conflict (operation_id, number) do update set phase = excluded.phase, ended_at = excluded.ended_at,
                          http_status = excluded.http_status, class = excluded.class, rule = excluded.rule, exchange = excluded.exchange""")
                .param("id", operationId).param("number", attempt.number()).param("step", attempt.step())
                .param("phase", attempt.phase()).param("startedAt", utc(attempt.startedAt())).param("endedAt", utc(attempt.endedAt()))
                .param("status", attempt.httpStatus()).param("class", attempt.outcomeClass()).param("rule", attempt.rule())
                .param("digest", attempt.digest()).param("body", attempt.requestBody() == null ? null : seal.seal(attempt.requestBody()))
                .param("exchange", attempt.exchange().toString())
                .update();
    }

    void forgetBodies(String operationId) {
        jdbc.sql("update attempt set request_body = null where operation_id = :id and request_body is not null")
                .param("id", operationId).update();
    }

    List<Attempt> of(String operationId) {
        return jdbc.sql("select * from attempt where operation_id = :id order by number")
                .param("id", operationId).query(this::row).list();
    }

    private Attempt row(ResultSet rs, int number) throws SQLException {
        return new Attempt(rs.getInt("number"), rs.getString("step"), rs.getString("phase"), instant(rs.getTimestamp("started_at")),
                instant(rs.getTimestamp("ended_at")), (Integer) rs.getObject("http_status"), rs.getString("class"),
                rs.getString("rule"), rs.getString("digest"), body(rs.getBytes("request_body")), read(rs.getString("exchange")));
    }

    private byte[] body(byte[] sealed) {
        return sealed == null ? null : seal.open(sealed);
    }

    private ObjectNode read(String text) {
        try {
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException("A stored attempt is not readable", broken);
        }
    }

    private static Instant instant(Timestamp stored) {
        return stored == null ? null : stored.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
