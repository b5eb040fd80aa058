package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Lints the routes, mappings and contracts of the repository. */
class DataFilesTest {

    @TestFactory
    Stream<DynamicTest> every_provider_of_the_repository_is_without_fault() {
        return UnitLint.providers(TestUnits.REPOSITORY).stream().map(provider -> DynamicTest.dynamicTest(provider,
                () -> assertThat(UnitLint.lint(TestUnits.REPOSITORY, provider)).isEmpty()));
    }
}
