package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that tries credentials harms nobody, needs nothing of an order, and is shown to tell a good key from a bad one. */
class VerifyLintTest {

    @TempDir
    Path folder;

    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    private List<String> problems(String call) {
        TestUnits.replace(dirs.sheet("acme"), "\ncalls:", "\nverify: {call: " + call + "}\ncalls:");
        return UnitLint.lint(dirs, "acme").stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nothing | 'nothing' is not declared under calls", "send-sms | what tries credentials must only read",
        "get | what tries credentials must need nothing of an order", "list | has no case verify-accepted", "list | has no case verify-unauthorised"})
    void a_call_that_does_not_suit_is_named(String call, String expected) {
        assertThat(problems(call)).anyMatch(problem -> problem.contains(expected));
    }

    @Test
    void a_case_without_such_a_call_cannot_be_played() {
        TestUnits.write(dirs.contractsOf("acme").resolve("verify-accepted/command.json"), "{\"operation\": \"verify\"}");
        TestUnits.write(dirs.contractsOf("acme").resolve("verify-accepted/outcome.json"), "{\"class\": \"SUCCEEDED\", \"rule\": \"done\"}");
        assertThat(UnitGate.gate(UnitFiles.read(dirs, "acme"), dirs, TestUnits.CLOCK)).isInstanceOfSatisfying(Gating.Refused.class, refused ->
                assertThat(refused.problems()).extracting(Problem::toString).anyMatch(problem -> problem.contains("names no call under verify")));
    }
}
