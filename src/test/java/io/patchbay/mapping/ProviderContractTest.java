package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays every contract case of the repository. */
class ProviderContractTest {

    @TestFactory
    Stream<DynamicTest> what_is_sent_and_understood_is_what_the_cases_say() {
        ProviderUnits units = ProviderUnits.load(TestUnits.REPOSITORY, TestUnits.CLOCK);
        return units.names().stream().flatMap(provider -> ContractCases.find(TestUnits.REPOSITORY, provider).stream()
                .map(found -> DynamicTest.dynamicTest(provider + " " + found.name(),
                        () -> assertThat(found.run(units.unit(provider).orElseThrow())).isEmpty())));
    }
}
