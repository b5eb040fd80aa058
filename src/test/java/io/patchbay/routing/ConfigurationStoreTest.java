package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
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
