package io.patchbay.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which changes somebody has looked at beforehand. Each is remembered for a day, by the database's clock, and the newest thousand only. */
public final class Previews {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST = 1_000;

    private final JdbcClient jdbc;

    Previews(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** What was looked at. */
    public record Seen(long based, String digest) {

        public boolean isOf(long revision, JsonNode document) {
            return based == revision && digest.equals(ContentDigest.of(document));
        }
    }

    /** @return until when it is remembered */
    public Instant keep(String id, String actor, long based, JsonNode document, ObjectNode summary) {
        forget();
        return jdbc.sql("""
                        insert into configuration_preview (preview, actor, based, digest, summary) values (:id, :actor, :based, :digest, :summary::jsonb)
                        returning made_at""")
                .param("id", id).param("actor", actor).param("based", based).param("digest", ContentDigest.of(document)).param("summary", summary.toString())
                .query((row, n) -> row.getTimestamp(1).toInstant()).single().plus(KEPT);
    }

    private void forget() {
        jdbc.sql("""
                        delete from configuration_preview where made_at < clock_timestamp() - :kept * interval '1 second'
                          or made_at <= (select made_at from configuration_preview order by made_at desc offset :most limit 1)""")
                .param("kept", KEPT.toSeconds()).param("most", MOST - 1).update();
    }

    /** @return empty for one that never was, or is too old */
    public Optional<Seen> find(String id) {
        return jdbc.sql("select based, digest from configuration_preview where preview = :id and made_at >= clock_timestamp() - :kept * interval '1 second'")
                .param("id", id).param("kept", KEPT.toSeconds())
                .query((row, n) -> new Seen(row.getLong(1), row.getString(2))).optional();
    }
}
