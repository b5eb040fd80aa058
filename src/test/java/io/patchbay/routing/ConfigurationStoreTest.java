package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class ConfigurationStoreTest {

    private static final String ONE = "administrators: [{id: ops, hash: \"sha256:" + "a".repeat(64) + "\"}]\n";
    private static final String SAME_AS_ONE =
            "# in other words\nadministrators:\n  - hash: \"sha256:" + "a".repeat(64) + "\"\n    id: ops\n";
    private static final String OTHER = "administrators: [{hash: \"sha256:" + "b".repeat(64) + "\", id: ops}]\n";

    private static final DataSource DATA_SOURCE = TestDatabase.migrated().dataSource();

    @TempDir
    Path directory;

    @BeforeEach
    void empty_the_table() throws SQLException {
        try (Connection connection = DATA_SOURCE.getConnection()) {
            connection.createStatement().execute("TRUNCATE configuration_revision RESTART IDENTITY CASCADE");
        }
    }

    @Test
    void the_same_content_is_stored_once() throws Exception {
        write(ONE);
        assertThat(open().current().revision()).isEqualTo(1);
        write(SAME_AS_ONE);
        assertThat(open().current().revision()).isEqualTo(1);
        assertThat(revisions()).isEqualTo(1);
    }

    @Test
    void changed_content_is_a_new_revision_and_so_is_the_way_back() throws Exception {
        write(ONE);
        open();
        write(OTHER);
        assertThat(open().current().revision()).isEqualTo(2);
        write(ONE);
        assertThat(open().current().revision()).isEqualTo(3);
    }

    @Test
    void nodes_that_start_together_store_one_revision() throws Exception {
        write(ONE);
        Callable<Long> start = () -> open().current().revision();
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            for (var revision : nodes.invokeAll(IntStream.range(0, 4).mapToObj(i -> start).toList())) {
                assertThat(revision.get()).isEqualTo(1);
            }
        }
        assertThat(revisions()).isEqualTo(1);
    }

    @Test
    void a_bad_configuration_stores_nothing() throws Exception {
        write("tenants: {acme: {}}\n");
        assertThatThrownBy(this::open).isInstanceOf(InvalidConfiguration.class);
        assertThat(revisions()).isZero();
    }

    @Test
    void a_directory_that_was_not_set_is_refused_by_its_name() {
        assertThatThrownBy(() -> ConfigurationStore.open(directories(null), new DemoProviders(), DATA_SOURCE))
                .isInstanceOf(InvalidConfiguration.class).hasMessageContaining("PATCHBAY_CONFIG_DIR").hasMessageContaining("not set");
    }

    @Test
    void a_given_configuration_is_held_as_it_is() {
        Configuration given = new Configuration(7, Map.of(), List.of(), Map.of(), Map.of(), List.of());
        assertThat(ConfigurationStore.of(given).current()).isSameAs(given);
    }

    @Test
    void a_node_that_starts_with_files_nobody_has_touched_since_newer_ones_were_read_takes_nobody_back() throws Exception {
        write(ONE);
        open();
        FileTime then = Files.getLastModifiedTime(directory.resolve("all.yaml"));
        write(OTHER);
        assertThat(open().current().revision()).isEqualTo(2);

        write(ONE);
        Files.setLastModifiedTime(directory.resolve("all.yaml"), then);
        Files.setLastModifiedTime(directory, then);

        assertThat(open().current().revision()).isEqualTo(2);
        assertThat(revisions()).isEqualTo(2);
    }

    @Test
    void files_that_replace_what_was_changed_otherwise_say_so() throws Exception {
        write(ONE);
        ConfigurationStore store = open();
        ObjectNode document = store.revision(1).document();
        ((ObjectNode) document.at("/administrators/0")).put("id", "night-shift");
        store.activate(document, "demo", "a change", 1);

        write(OTHER);

        assertThat(open().revision(3).reason()).isEqualTo("read at start; it replaces revision 2 by demo");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void a_database_that_goes_away_half_way_keeps_no_node_from_following_later(int statement) throws Exception {
        write(ONE);
        ConfigurationStore author = open();
        FailingOnce line = new FailingOnce();
        ConfigurationStore follower = ConfigurationStore.open(directories(directory), new DemoProviders(), line);
        ObjectNode document = author.revision(1).document();
        ((ObjectNode) document.at("/administrators/0")).put("id", "night-shift");
        assertThat(author.activate(document, "test", "a change", 1)).isEqualTo(new Activation.Activated(2));

        line.failAt(statement);
        assertThatThrownBy(follower::follow).isInstanceOf(DataAccessException.class);
        assertThat(follower.isLeftBehind()).isFalse();
        follower.follow();

        assertThat(follower.current().revision()).isEqualTo(2);
    }

    /** A way to the database that is closed for one statement. */
    private static final class FailingOnce extends DelegatingDataSource {

        private int left = -1;

        FailingOnce() {
            super(DATA_SOURCE);
        }

        void failAt(int statement) {
            left = statement;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (left > 0 && --left == 0) {
                throw new SQLTransientConnectionException("no connection left");
            }
            return super.getConnection();
        }
    }

    private ConfigurationStore open() {
        return ConfigurationStore.open(directories(directory), new DemoProviders(), DATA_SOURCE);
    }

    private static Directories directories(Path config) {
        return new Directories(config, Path.of("routes"), Path.of("mappings"), Path.of("contracts"));
    }

    private void write(String content) throws IOException {
        Files.writeString(directory.resolve("all.yaml"), content);
    }

    private static int revisions() throws SQLException {
        try (Connection connection = DATA_SOURCE.getConnection()) {
            ResultSet row = connection.createStatement().executeQuery("SELECT count(*) FROM configuration_revision");
            row.next();
            return row.getInt(1);
        }
    }
}
