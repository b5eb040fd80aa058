package io.patchbay.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.audit.Act;
import io.patchbay.audit.Audit;
import io.patchbay.mapping.UnitFiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code provider_unit}: the newest version of each provider is what every node has or is about to have. Each is announced, and
 * audited in the transaction that makes it.
 */
@Component
@DependsOnDatabaseInitialization
public final class UnitVersions {

    /** Where a new version is announced, by its number. */
    public static final String CHANNEL = "patchbay_unit";

    /** The author of what was read from the directories of a node. */
    public static final String DIRECTORIES = "provider directories";

    private static final String COLUMNS = "version, provider, at, kind, restores, digest, author, reason";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
    };

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Audit audit;

    UnitVersions(JdbcClient jdbc, PlatformTransactionManager transactions, Audit audit) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.audit = audit;
    }

    /** Number of the newest version over all providers; 0 = there is none. */
    public long newestNumber() {
        return jdbc.sql("select coalesce(max(version), 0) from provider_unit").query(Long.class).single();
    }

    /** The newest of each provider, withdrawn ones among them. */
    public List<UnitVersion> newest() {
        return jdbc.sql("select distinct on (provider) " + COLUMNS + " from provider_unit order by provider, version desc")
                .query(UnitVersions::version).list();
    }

    public Optional<UnitVersion> newest(String provider) {
        return history(provider, 1).stream().findFirst();
    }

    /** Newest first. */
    public List<UnitVersion> history(String provider, int limit) {
        return jdbc.sql("select " + COLUMNS + " from provider_unit where provider = :provider order by version desc limit :limit")
                .param("provider", provider).param("limit", limit).query(UnitVersions::version).list();
    }

    public Optional<UnitVersion> version(String provider, long number) {
        return jdbc.sql("select " + COLUMNS + " from provider_unit where provider = :provider and version = :number")
                .param("provider", provider).param("number", number).query(UnitVersions::version).optional();
    }

    /** The newest with other files than the one in service, of those that are older than what that goes back to. */
    public Optional<UnitVersion> before(UnitVersion served) {
        return jdbc.sql("select " + COLUMNS + """
                         from provider_unit where provider = :provider and version < :origin and restores is null and files is not null
                        and digest <> :digest order by version desc limit 1""")
                .param("provider", served.provider()).param("origin", served.origin()).param("digest", served.digest())
                .query(UnitVersions::version).optional();
    }

    /** @return empty files where the provider was withdrawn */
    public UnitFiles files(UnitVersion version) {
        String stored = jdbc.sql("select files from provider_unit where version = :number").param("number", version.number())
                .query((row, n) -> Optional.ofNullable(row.getString(1))).single().orElse("{}");
        return UnitFiles.of(version.provider(), texts(stored));
    }

    /** Whether these are the files that were last read from the directories of any node: then they are no news. */
    public boolean areLastRead(UnitFiles files) {
        return lastRead(files.provider()).map(UnitVersion::digest).filter(files.digest()::equals).isPresent();
    }

    /**
     * Whether these files are behind: they were read before, and nobody has touched them since others were read, or the provider was withdrawn.
     * Such are no news; a node that brings them has missed something.
     *
     * @param touched when they were last changed
     */
    public Optional<Behind> behind(UnitFiles files, Instant touched) {
        return lastRead(files.provider()).filter(last -> !files.digest().equals(last.digest()) && !touched.isAfter(last.at()))
                .flatMap(last -> asRead(files).map(same -> new Behind(same, last)));
    }

    /**
     * Files that were read before others.
     *
     * @param same  the version that was made of them
     * @param since what was read last
     */
    public record Behind(UnitVersion same, UnitVersion since) {
    }

    private Optional<UnitVersion> asRead(UnitFiles files) {
        return jdbc.sql("select " + COLUMNS + " from provider_unit where provider = :provider and kind = 'FILES' and digest = :digest order by version desc limit 1")
                .param("provider", files.provider()).param("digest", files.digest()).query(UnitVersions::version).optional();
    }

    private Optional<UnitVersion> lastRead(String provider) {
        return jdbc.sql("select " + COLUMNS + " from provider_unit where provider = :provider and kind in ('FILES', 'WITHDRAWN') order by version desc limit 1")
                .param("provider", provider).query(UnitVersions::version).optional();
    }

    /**
     * Stores what was read from the directories of this node, unless it is no news.
     *
     * @param seen number of the newest version when the files were read
     * @return false if another node has read others meanwhile; then these may be old, and have to be read again
     */
    public boolean read(UnitFiles files, long seen, String reason) {
        return alone(() -> {
            if (lastRead(files.provider()).filter(last -> last.number() > seen && !files.digest().equals(last.digest())).isPresent()) {
                return false;
            }
            if (!areLastRead(files)) {
                // the first of a provider changes nothing that anybody did before
                boolean news = newest(files.provider()).isPresent();
                long number = add(files, UnitVersion.Kind.FILES, null, DIRECTORIES, reason);
                if (news) {
                    recorded("unit.read", files, number, DIRECTORIES, reason);
                }
            }
            return true;
        });
    }

    /** @return the newest version; that is the one before if it has these files already, for then nothing is stored */
    public UnitVersion upload(UnitFiles files, String author, String reason) {
        return alone(() -> newest(files.provider()).filter(last -> files.digest().equals(last.digest())).orElseGet(() -> {
            long number = add(files, UnitVersion.Kind.UPLOADED, null, author, reason);
            recorded("unit.uploaded", files, number, author, reason);
            return version(files.provider(), number).orElseThrow();
        }));
    }

    public UnitVersion revert(UnitVersion to, UnitFiles files, String author, String reason) {
        return alone(() -> {
            long number = add(files, UnitVersion.Kind.REVERTED, to.origin(), author, reason);
            recorded("unit.reverted", files, number, author, reason);
            return version(files.provider(), number).orElseThrow();
        });
    }

    /**
     * No node needs it any more.
     *
     * @param seen number of the version that whoever withdraws it has in service
     * @return false if there is a newer one, which nobody here has decided about; then nothing is stored
     */
    public boolean withdraw(String provider, long seen, String reason) {
        return alone(() -> {
            if (newest(provider).filter(newest -> newest.number() > seen).isPresent()) {
                return false;
            }
            long number = add(UnitFiles.of(provider, Map.of()), UnitVersion.Kind.WITHDRAWN, null, DIRECTORIES, reason);
            recorded("unit.withdrawn", UnitFiles.of(provider, Map.of()), number, DIRECTORIES, reason);
            return true;
        });
    }

    private long add(UnitFiles files, UnitVersion.Kind kind, Long restores, String author, String reason) {
        long number = jdbc.sql("""
                        insert into provider_unit (provider, kind, restores, digest, files, author, reason)
                        values (:provider, :kind, :restores, :digest, :files::jsonb, :author, :reason) returning version""")
                .param("provider", files.provider()).param("kind", kind.name()).param("restores", restores)
                .param("digest", files.isEmpty() ? null : files.digest()).param("files", files.isEmpty() ? null : json(files.texts()))
                .param("author", author).param("reason", reason).query(Long.class).single();
        jdbc.sql("select pg_notify(:channel, :number)").param("channel", CHANNEL).param("number", Long.toString(number)).query((row, n) -> n).list();
        return number;
    }

    /** Names the files that changed; what was in them stays in the table. */
    private void recorded(String act, UnitFiles files, long number, String author, String reason) {
        Optional<UnitVersion> last = jdbc.sql("select " + COLUMNS + " from provider_unit where provider = :provider and version < :number order by version desc limit 1")
                .param("provider", files.provider()).param("number", number).query(UnitVersions::version).optional();
        ObjectNode after = JSON.createObjectNode().put("version", number);
        if (!files.isEmpty()) {
            after.put("digest", files.digest());
        }
        last.map(this::files).map(files::differences).ifPresent(changed -> changed.forEach(after.putArray("changed")::add));
        JsonNode before = last.map(old -> JSON.createObjectNode().put("version", old.number()).put("digest", old.digest())).orElse(null);
        audit.record(new Act(author, act, "providers/" + files.provider(), reason, before, after));
    }

    /** One writer at a time: nodes that see the same edit at once would otherwise each add it. */
    private <T> T alone(Supplier<T> writing) {
        return transactions.execute(status -> {
            jdbc.sql("lock table provider_unit in exclusive mode").update();
            return writing.get();
        });
    }

    private static UnitVersion version(ResultSet row, int number) throws SQLException {
        return new UnitVersion(row.getLong("version"), row.getString("provider"), UnitVersion.Kind.valueOf(row.getString("kind")),
                row.getObject("restores", Long.class), row.getString("digest"), row.getString("author"), row.getString("reason"),
                row.getTimestamp("at").toInstant());
    }

    private static Map<String, String> texts(String stored) {
        try {
            return JSON.readValue(stored, TEXTS);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored provider unit cannot be read", broken);
        }
    }

    private static String json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Text can always be written", broken);
        }
    }
}
