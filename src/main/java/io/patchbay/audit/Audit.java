package io.patchbay.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code audit_entry}. An act that is written down in the transaction that carries it out happens and is known together, or not at all. */
@Repository
public class Audit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;

    public Audit(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Within the transaction that goes on, if there is one. */
    public void record(Act act) {
        jdbc.sql("""
                        insert into audit_entry (actor, act, subject, reason, before, after, about)
                        values (:actor, :act, :subject, :reason, :before::jsonb, :after::jsonb, :about::text[])""")
                .param("actor", act.actor()).param("act", act.what()).param("subject", act.subject()).param("reason", act.reason())
                .param("before", text(act.before())).param("after", text(act.after())).param("about", act.about().toArray(String[]::new))
                .update();
    }

    /**
     * Newest first.
     *
     * @param filter what is null in it takes everything
     * @param before only entries with a smaller number
     */
    public List<AuditEntry> page(AuditFilter filter, long before, int limit) {
        return jdbc.sql("select * from audit_entry where entry < :before" + filter.where() + " order by entry desc limit :limit")
                .params(filter.parameters()).param("before", before).param("limit", limit).query(Audit::entry).list();
    }

    private static AuditEntry entry(ResultSet row, int number) throws SQLException {
        return new AuditEntry(row.getLong("entry"), row.getTimestamp("at").toInstant(), new Act(row.getString("actor"), row.getString("act"),
                row.getString("subject"), row.getString("reason"), json(row.getString("before")), json(row.getString("after"))));
    }

    private static String text(JsonNode json) {
        return json == null ? null : json.toString();
    }

    private static JsonNode json(String stored) {
        try {
            return stored == null ? null : JSON.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("An audit entry cannot be read", broken);
        }
    }
}
