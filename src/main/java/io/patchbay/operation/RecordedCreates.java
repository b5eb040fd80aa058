package io.patchbay.operation;

import static io.patchbay.subscription.Columns.instant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.seal.SealedFields;
import io.patchbay.subscription.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The orders for new subscriptions there were, for as long as operations are kept. */
@Component
public class RecordedCreates {

    private static final String COLUMNS = "operation_id, subscription_id, tenant, command, created_at";

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final SealedFields secrets;

    RecordedCreates(JdbcClient jdbc, ObjectMapper json, SealedFields secrets) {
        this.jdbc = jdbc;
        this.json = json;
        this.secrets = secrets;
    }

    /** @param tenants whose; empty for everybody's. @return newest first */
    public List<RecordedCreate> newest(int most, Collection<String> tenants) {
        return tenants.isEmpty() ? ofAll(most) : of(tenants, most);
    }

    private List<RecordedCreate> ofAll(int most) {
        return jdbc.sql("select " + COLUMNS + " from operation where kind = 'create' order by operation_id desc limit :most")
                .param("most", most).query(this::row).list();
    }

    private List<RecordedCreate> of(Collection<String> tenants, int most) {
        return jdbc.sql("""
                        select newest.* from unnest(:tenants::text[]) as wanted (name), lateral (
                          select %s from operation where tenant = wanted.name and kind = 'create' order by operation_id desc limit :most) newest
                        order by operation_id desc limit :most""".formatted(COLUMNS))
                .param("tenants", tenants.stream().distinct().toArray(String[]::new)).param("most", most).query(this::row).list();
    }

    /** The request as it came. @return empty if it was sealed with another key */
    public Optional<ObjectNode> command(RecordedCreate recorded) {
        try {
            return Optional.of(secrets.opened(recorded.command()));
        } catch (IllegalStateException sealedOtherwise) {
            return Optional.empty();
        }
    }

    private RecordedCreate row(ResultSet row, int number) throws SQLException {
        return new RecordedCreate(row.getString("operation_id"), row.getString("subscription_id"), row.getString("tenant"),
                (ObjectNode) Columns.json(row, "command", json), instant(row, "created_at"));
    }
}
