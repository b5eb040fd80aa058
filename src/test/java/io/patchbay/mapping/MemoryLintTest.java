package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what is read on the way to a change may be remembered, and not for long. */
class MemoryLintTest {

    private static final String PLAN = """
            \s plan:
                http: GET /v1/plans/{plan}
                summary: Read a plan
                documentation: https://acme.example/docs/plans
                remember: %s
            """;

    @TempDir
    Path folder;

    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    private List<String> problems() {
        return UnitLint.lint(dirs, "acme").stream().map(Problem::toString).filter(problem -> problem.contains("/remember")).toList();
    }

    private List<String> problems(String call) {
        TestUnits.replace(dirs.sheet("acme"), "\n  " + call + ":\n", "\n  " + call + ":\n    remember: 10m\n");
        return problems();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"create | changes something", "get | asks how something stands now", "list | asks how something stands now",
        "list-sims | asks how something stands now"})
    void what_has_to_be_asked_is_not_remembered(String call, String expected) {
        assertThat(problems(call)).singleElement().asString().contains("/calls/" + call + "/remember").contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "10m", "60m", "1h"})
    void a_question_on_the_way_to_a_change_is_remembered_for_an_hour_at_most(String time) {
        asked("      - call: create-person\n", "      - call: plan\n      - call: create-person\n", time);

        assertThat(problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "61m", "1d", "99999999999h"})
    void for_ever_or_not_at_all_is_no_time(String time) {
        asked("      - call: create-person\n", "      - call: plan\n      - call: create-person\n", time);

        assertThat(problems()).singleElement().asString().contains("at most 1h");
    }

    @Test
    void what_looks_at_the_change_behind_it_is_not_remembered() {
        asked("      - call: create\n", "      - call: create\n      - call: plan\n", "10m");

        assertThat(problems()).singleElement().asString().contains("behind a change");
    }

    private void asked(String step, String steps, String time) {
        TestUnits.replace(dirs.sheet("acme"), "\ncalls:\n", "\ncalls:\n" + PLAN.formatted(time));
        TestUnits.replace(dirs.sheet("acme"), step, steps);
    }
}
