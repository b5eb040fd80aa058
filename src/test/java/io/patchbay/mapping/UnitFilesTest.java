package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitFilesTest {

    private static final String MAPPING = "mappings/providers/acme/create.request.jslt";

    @TempDir
    Path folder;
    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    private Gating gate(UnitFiles files) {
        return UnitGate.gate(files, dirs, TestUnits.CLOCK);
    }

    private UnitFiles with(String path, String text) {
        Map<String, String> texts = new TreeMap<>(UnitFiles.read(dirs, "acme").texts());
        texts.put(path, text);
        return UnitFiles.of("acme", texts);
    }

    @Test
    void a_complete_unit_passes_under_a_name_that_tells_its_version() {
        UnitFiles files = UnitFiles.read(dirs, "acme");

        assertThat(gate(files)).isInstanceOfSatisfying(Gating.Passed.class, passed -> {
            assertThat(passed.unit().line()).isEqualTo("acme~" + files.digest().substring(0, 12));
            assertThat(passed.unit().sheet().name()).isEqualTo("acme");
            assertThat(passed.routes()).contains(new OperationRoute("create", "provider-write"), new OperationRoute("get", "provider-read"));
        });
    }

    @Test
    void the_digest_follows_the_content_and_nothing_else() throws IOException {
        UnitFiles before = UnitFiles.read(dirs, "acme");
        Files.setLastModifiedTime(dirs.sheet("acme"), FileTime.fromMillis(0));
        assertThat(UnitFiles.read(dirs, "acme").digest()).isEqualTo(before.digest()).matches("[0-9a-f]{64}");

        UnitFiles changed = with(MAPPING, "{}");

        assertThat(changed.digest()).isNotEqualTo(before.digest());
        assertThat(changed.differences(before)).containsExactly(MAPPING);
        assertThat(before.differences(UnitFiles.of("acme", Map.of()))).hasSameSizeAs(before.texts().keySet());
    }

    @Test
    void what_an_editor_keeps_aside_is_no_part_of_it() {
        UnitFiles before = UnitFiles.read(dirs, "acme");
        TestUnits.write(dirs.mappingsOf("acme").resolve(".create.request.jslt.swp"), "x");
        TestUnits.write(dirs.mappingsOf("acme").resolve("create.request.jslt~"), "x");

        assertThat(UnitFiles.read(dirs, "acme")).isEqualTo(before);
        assertThat(UnitFiles.read(dirs, "nobody").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mappings/core/patchbay.jslt", "mappings/providers/other/provider.yaml", "mappings/providers/acme/../../core/x.jslt", "/etc/passwd",
        "routes/providers/other.camel.yaml", "routes/core/carry.camel.yaml", "mappings/providers/acme/.hidden", "mappings/providers/acme/", "contracts/schema/x"})
    void a_file_of_somebody_else_is_refused_by_its_name(String path) {
        assertThat(gate(with(path, "x"))).isInstanceOfSatisfying(Gating.Refused.class, refused ->
                assertThat(refused.problems()).anyMatch(problem -> problem.file().equals(path) && problem.message().startsWith("is no file of this provider")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "Acme", "", "a/b", "-a"})
    void a_name_that_no_provider_can_have_is_refused(String provider) {
        assertThat(gate(UnitFiles.of(provider, Map.of("mappings/providers/" + provider + "/provider.yaml", "x")))).isInstanceOfSatisfying(Gating.Refused.class,
                refused -> assertThat(refused.problems()).anyMatch(problem -> problem.message().startsWith("is no name of a provider")));
    }

    @Test
    void what_cannot_be_stored_is_refused() {
        assertThat(gate(with(MAPPING, "\0"))).isInstanceOfSatisfying(Gating.Refused.class,
                refused -> assertThat(refused.problems()).contains(new Problem(MAPPING, "", "holds the character NUL")));
        assertThat(gate(with(MAPPING, "x".repeat(UnitFiles.MOST)))).isInstanceOfSatisfying(Gating.Refused.class,
                refused -> assertThat(refused.problems()).anyMatch(problem -> problem.message().contains("it may have no more")));
    }

    @Test
    void a_credential_that_requests_need_cannot_be_left_to_the_account() {
        TestUnits.replace(dirs.sheet("acme"), "credentials:\n", "credentials:\n  spare: {description: Not used yet, required: false}\n");
        assertThat(gate(UnitFiles.read(dirs, "acme"))).isInstanceOf(Gating.Passed.class);
        TestUnits.replace(dirs.sheet("acme"), "credential: apiKey", "credential: spare");
        assertThat(gate(UnitFiles.read(dirs, "acme"))).isInstanceOfSatisfying(Gating.Refused.class,
                refused -> assertThat(refused.problems()).extracting(Problem::pointer).contains("/credentials/spare/required"));
    }

    @Test
    void nothing_is_left_behind_of_what_was_laid_out() throws IOException {
        try (UnitStage stage = UnitStage.of(UnitFiles.read(dirs, "acme"), SharedFiles.read(dirs))) {
            assertThat(stage.directories().sheet("acme")).exists();
            folder = stage.directories().routes().getParent();
        }
        assertThat(folder).doesNotExist();
    }
}
