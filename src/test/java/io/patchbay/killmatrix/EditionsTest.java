package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.mapping.Gating;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.mapping.UnitGate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EditionsTest {

    private static final UnitDirectories REPOSITORY = new UnitDirectories(Path.of("routes"), Path.of("mappings"), Path.of("contracts"));

    @ParameterizedTest
    @EnumSource
    void an_edition_changes_several_files_and_passes_the_gate(Provider provider) {
        UnitFiles files = UnitFiles.read(REPOSITORY, provider.word());
        String folder = "mappings/providers/" + provider.word() + "/";
        Map<String, String> mappings = new HashMap<>();
        files.texts().forEach((path, text) -> {
            if (path.startsWith(folder)) {
                mappings.put(path.substring(folder.length()), text);
            }
        });
        Map<String, String> texts = new HashMap<>(files.texts());
        Editions.marked(provider, mappings, 7).forEach((name, text) -> texts.put(folder + name, text));
        UnitFiles edited = UnitFiles.of(provider.word(), texts);

        assertThat(edited.differences(files)).contains(folder + "provider.yaml", folder + "create.request.jslt", folder + "get.request.jslt");
        assertThat(UnitGate.gate(edited, REPOSITORY, Clock.systemUTC())).isInstanceOf(Gating.Passed.class);
    }
}
