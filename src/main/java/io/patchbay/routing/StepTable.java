package io.patchbay.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code configuration_step}: the newest line says what is in force. */
final class StepTable {

    /** Where a new step is announced, by its number. */
    static final String CHANNEL = "patchbay_configuration";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;

    StepTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param step its number and time are given by the database */
    long add(Step step) {
        long number = jdbc.sql("""
                        insert into configuration_step (kind, stable, candidate, slice, guard, author, reason)
                        values (:kind, :stable, :candidate, :slice::jsonb, :guard::jsonb, :author, :reason) returning step""")
                .param("kind", step.kind().name()).param("stable", step.stable()).param("candidate", step.candidate())
                .param("slice", step.slice() == null ? null : step.slice().json().toString())
                .param("guard", step.guard() == null ? null : step.guard().toString())
                .param("author", step.author()).param("reason", step.reason()).query(Long.class).single();
        jdbc.sql("select pg_notify(:channel, :step)").param("channel", CHANNEL).param("step", Long.toString(number)).query((row, n) -> n).list();
        return number;
    }

    long newest() {
        return jdbc.sql("select coalesce(max(step), 0) from configuration_step").query(Long.class).single();
    }

    /** The newest; empty before the first configuration was read. */
    Optional<Step> read() {
        return page(Long.MAX_VALUE, 1).stream().findFirst();
    }

    /** When a revision that is being tried out was first in force for anybody. */
    Instant begun(long candidate) {
        return jdbc.sql("select at from configuration_step where candidate = :candidate and kind = 'BEGUN' order by step desc limit 1")
                .param("candidate", candidate).query((row, n) -> row.getTimestamp("at").toInstant()).single();
    }

    /** A revision of before there were steps has none, and each came into force for everybody then. */
    boolean wasForEverybody(long revision) {
        return jdbc.sql("""
                        select exists (select 1 from configuration_step where stable = :revision)
                          or not exists (select 1 from configuration_step where candidate = :revision)""")
                .param("revision", revision).query(Boolean.class).single();
    }

    /** What was in force for everybody when a revision was made; empty for the first, and for those of before there were steps. */
    Optional<Long> madeOf(long revision) {
        return jdbc.sql("""
                        select base.stable from configuration_step made join configuration_step base on base.step = case made.kind when 'BEGUN' then made.step
                          else (select max(step) from configuration_step where step < made.step) end
                        where made.kind = 'BEGUN' and made.candidate = :revision or made.kind = 'ACTIVATED' and made.stable = :revision
                        order by made.step limit 1""")
                .param("revision", revision).query(Long.class).optional();
    }

    /** Newest first. */
    List<Step> page(long before, int limit) {
        return jdbc.sql("select * from configuration_step where step < :before order by step desc limit :limit")
                .param("before", before).param("limit", limit).query(StepTable::step).list();
    }

    private static Step step(ResultSet row, int number) throws SQLException {
        JsonNode slice = json(row.getString("slice"));
        return new Step(row.getLong("step"), row.getTimestamp("at").toInstant(), Step.Kind.valueOf(row.getString("kind")), row.getLong("stable"),
                row.getObject("candidate", Long.class), slice == null ? null : Slice.of(slice), (ObjectNode) json(row.getString("guard")),
                row.getString("author"), row.getString("reason"));
    }

    private static JsonNode json(String stored) {
        try {
            return stored == null ? null : JSON.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored step of the configuration cannot be read", broken);
        }
    }
}
