package io.patchbay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class UnitProofsTest {

    static JdbcClient jdbc;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        jdbc = JdbcClient.create(TestDatabase.migrated().dataSource());
    }

    private static UnitProofs of(String build) {
        return new UnitProofs(jdbc, Optional.ofNullable(build));
    }

    private static long stored(String proof) {
        return jdbc.sql("select count(*) from unit_proof where proof = :proof").param("proof", proof).query(Long.class).single();
    }

    @Test
    void a_build_holds_what_it_has_proved_at_an_earlier_start() {
        jdbc.sql("insert into unit_proof (build, proof) values ('one', 'earlier')").update();

        assertThat(of("one").holds("earlier")).isTrue();
        assertThat(of("other").holds("earlier")).as("another build has not proved it").isFalse();
        assertThat(of(null).holds("earlier")).as("a build that cannot be told has not proved it").isFalse();
    }

    @Test
    void what_is_kept_twice_is_stored_once() {
        of("one").keep("twice");
        of("one").keep("twice");

        assertThat(stored("twice")).isOne();
    }

    @Test
    void a_build_that_cannot_be_told_remembers_for_this_process_and_stores_nothing() {
        of(null).keep("here");

        assertThat(of(null).holds("here")).isTrue();
        assertThat(stored("here")).isZero();
    }

    @Test
    void classes_in_a_directory_are_no_build() {
        assertThat(Build.running()).isEmpty();
    }

    @Test
    void a_build_is_told_by_what_is_in_its_jar() throws IOException {
        Optional<String> one = Build.of(jar("one.jar", "a"));

        assertThat(one).isPresent().isEqualTo(Build.of(jar("same.jar", "a"))).isNotEqualTo(Build.of(jar("other.jar", "b")));
        assertThat(Build.of(folder.resolve("none.jar"))).isEmpty();
    }

    @Test
    void libraries_beside_the_jar_are_part_of_the_build() throws IOException {
        Path jar = jar("patchbay.jar", "a");
        Optional<String> alone = Build.of(jar);
        Path library = Files.writeString(Files.createDirectories(folder.resolve("lib")).resolve("library.jar"), "one");
        Optional<String> before = Build.of(jar);

        Files.writeString(library, "another");

        assertThat(before).isNotEqualTo(alone);
        assertThat(Build.of(jar)).isNotEqualTo(before);
    }

    @Test
    void the_jar_is_found_alone_and_around_the_classes() throws IOException {
        assertThat(Build.jar(URI.create("file:/opt/patchbay/patchbay.jar").toURL())).contains(Path.of("/opt/patchbay/patchbay.jar"));
        assertThat(Build.jar(URI.create("jar:file:/opt/patchbay.jar!/BOOT-INF/classes/").toURL())).contains(Path.of("/opt/patchbay.jar"));
    }

    private Path jar(String name, String content) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("a.class"));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
