package io.patchbay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The boundaries of the house. */
class ModularityTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.patchbay");

    @Test
    void modules_have_no_cycles_and_reach_into_nobody() {
        ApplicationModules.of(Patchbay.class).verify();
    }

    @Test
    void only_the_route_package_knows_camel() {
        noClasses().that().resideOutsideOfPackage("io.patchbay.route..")
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..").check(MAIN);
    }

    @Test
    void the_mapping_engine_and_the_contract_know_no_framework() {
        noClasses().that().resideInAnyPackage("io.patchbay.mapping..", "io.patchbay.contract..")
                .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.camel..").check(MAIN);
    }

    @Test
    void the_schedule_knows_when_and_for_which_subscription_but_not_how() {
        noClasses().that().resideInAPackage("io.patchbay.schedule..")
                .should().dependOnClassesThat()
                .resideOutsideOfPackages("io.patchbay.schedule..", "io.patchbay.subscription..", "java..", "org.springframework..", "com.fasterxml.jackson..")
                .check(MAIN);
    }

    @Test
    void the_domain_knows_neither_providers_nor_routes() {
        noClasses().that().resideInAnyPackage("io.patchbay.subscription..", "io.patchbay.operation..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("io.patchbay.provider..", "io.patchbay.mapping..", "io.patchbay.routing..", "io.patchbay.route..", "io.patchbay.ops..")
                .check(MAIN);
    }

    @Test
    void the_simulators_share_nothing_with_the_gateway() {
        noClasses().that().resideInAPackage("io.patchbay.sandbox..")
                .should().dependOnClassesThat().resideInAnyPackage("io.patchbay.provider..", "io.patchbay.mapping..", "io.patchbay.route..",
                        "io.patchbay.routing..", "io.patchbay.operation..", "io.patchbay.subscription..", "io.patchbay.contract..", "io.patchbay.access..")
                .check(MAIN);
        noClasses().that().resideOutsideOfPackages("io.patchbay.sandbox..", "io.patchbay.demo..", "io.patchbay")
                .should().dependOnClassesThat().resideInAPackage("io.patchbay.sandbox..").check(MAIN);
    }

    @Test
    void no_class_is_named_after_a_provider() {
        noClasses().that().resideOutsideOfPackage("io.patchbay.sandbox..")
                .should().haveNameMatching(".*(?i)(telegent|tellisim|seamless|connectprovider).*").check(MAIN);
    }
}
