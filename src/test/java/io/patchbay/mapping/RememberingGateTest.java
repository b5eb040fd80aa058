package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingGateTest {

    @TempDir
    Path folder;
    UnitDirectories dirs;
    private final Set<String> proofs = new HashSet<>();

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    private Gating gate(RememberingGate.Memory memory) {
        return new RememberingGate(dirs, TestUnits.CLOCK, memory).gate(UnitFiles.read(dirs, "acme"));
    }

    @Test
    void a_unit_that_is_known_to_pass_is_made_as_it_was_when_it_was_proved() {
        Gating.Passed proved = (Gating.Passed) gate(new Kept());
        Gating.Passed known = (Gating.Passed) gate(new Kept());

        assertThat(proofs).hasSize(1);
        assertThat(known.files()).isEqualTo(proved.files());
        assertThat(known.routes()).isEqualTo(proved.routes());
        assertThat(known.unit().line()).isEqualTo(proved.unit().line());
        assertThat(known.unit().sheet()).isEqualTo(proved.unit().sheet());
    }

    @Test
    void a_change_of_the_contracts_alone_has_to_be_proved_anew() {
        gate(new Kept());
        breakTheContracts();

        assertThat(gate(new Kept())).isInstanceOf(Gating.Refused.class);
        assertThat(proofs).hasSize(1);
    }

    @Test
    void a_change_of_what_all_units_share_has_to_be_proved_anew() {
        gate(new Kept());
        TestUnits.write(dirs.mappings().resolve("core/new.jslt"), "def nothing() null");
        gate(new Kept());
        TestUnits.write(dirs.schema("result"), TestUnits.read(dirs.schema("result")) + "\n");
        gate(new Kept());

        assertThat(proofs).hasSize(3);
    }

    @Test
    void what_is_refused_is_not_remembered() {
        breakTheContracts();

        assertThat(gate(new Kept())).isInstanceOf(Gating.Refused.class);
        assertThat(proofs).isEmpty();
    }

    @Test
    void what_is_known_is_not_proved_again() {
        breakTheContracts();

        assertThat(gate(new Believer())).isInstanceOf(Gating.Passed.class);
    }

    @Test
    void what_cannot_be_made_is_refused_whatever_is_remembered() {
        TestUnits.write(dirs.mappingsOf("acme").resolve("create.request.jslt"), "{");

        assertThat(gate(new Believer())).isInstanceOfSatisfying(Gating.Refused.class,
                refused -> assertThat(refused.problems()).anyMatch(problem -> problem.message().startsWith("does not compile")));
    }

    @Test
    void without_the_schemas_nothing_passes() throws Exception {
        Files.delete(dirs.schema("provider"));

        assertThat(gate(new Believer())).isInstanceOf(Gating.Refused.class);
    }

    @Test
    void what_all_units_share_is_read_for_the_first_and_serves_the_others() throws Exception {
        RememberingGate gate = new RememberingGate(dirs, TestUnits.CLOCK, new Believer());
        UnitFiles files = UnitFiles.read(dirs, "acme");
        gate.gate(files);
        Files.delete(dirs.schema("provider"));

        assertThat(gate.gate(files)).isInstanceOf(Gating.Passed.class);
    }

    private void breakTheContracts() {
        TestUnits.write(dirs.contractsOf("acme").resolve("README.md"), "# Nobody");
    }

    private final class Kept implements RememberingGate.Memory {

        @Override
        public boolean holds(String proof) {
            return proofs.contains(proof);
        }

        @Override
        public void keep(String proof) {
            proofs.add(proof);
        }
    }

    /** Takes everything for proved. */
    private static final class Believer implements RememberingGate.Memory {

        @Override
        public boolean holds(String proof) {
            return true;
        }

        @Override
        public void keep(String proof) {
            // it knew
        }
    }
}
