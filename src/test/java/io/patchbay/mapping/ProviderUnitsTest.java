package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderUnitsTest {
    @TempDir
    Path folder;
    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    @Test
    void a_sheet_is_read_with_its_units_and_defaults() {
        ProviderSheet sheet = TestUnits.acme(dirs).sheet();
        assertThat(sheet.name()).isEqualTo("acme");
        assertThat(sheet.shell()).isEqualTo(ProviderSheet.Shell.GATEWAY);
        assertThat(sheet.http()).isEqualTo(new ProviderSheet.Http(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(20), 64));
        assertThat(sheet.authorisation().mechanism()).isEqualTo("header-key");
        assertThat(sheet.authorisation().text("credential")).isEqualTo("apiKey");
        assertThat(sheet.limits().requestsPerMinute()).isEqualTo(50);
        assertThat(sheet.defaults().toString()).isEqualTo("{\"role\":\"Subscriber\"}");
        assertThat(sheet.plan().get("planId").required()).isTrue();
        assertThat(sheet.calls().get("create").probe()).extracting(Probe::within).containsExactly(Duration.ofHours(24), null);
        assertThat(sheet.calls().get("send-sms").retryAuthorisation()).isFalse();
        assertThat(sheet.calls().get("get").pathTemplate()).isEqualTo("/v1/persons/{person}/subscriptions/{id}");
        assertThat(sheet.outcomes()).filteredOn(rule -> rule.id().equals("done")).singleElement().matches(rule -> rule.covers(299) && !rule.covers(300));
    }

    @Test
    void an_undocumented_limit_is_none() {
        TestUnits.replace(dirs.sheet("acme"), "requestsPerMinute: 50", "requestsPerMinute: null");
        assertThat(TestUnits.acme(dirs).sheet().limits().requestsPerMinute()).isNull();
    }

    @Test
    void a_broken_unit_stops_no_other() {
        TestUnits.write(dirs.sheet("broken"), "provider: broken\n");
        ProviderUnits units = ProviderUnits.load(dirs, TestUnits.CLOCK);
        assertThat(units.names()).containsExactly("acme");
        assertThat(units.unit("broken")).isEmpty();
        assertThat(units.problems("broken")).isNotEmpty();
        assertThat(units.problems("acme")).isEmpty();
        assertThat(units.problems()).containsOnlyKeys("broken");
    }

    @Test
    void one_unit_is_exchanged_and_the_others_stay() {
        ProviderUnits good = ProviderUnits.load(dirs, TestUnits.CLOCK);
        TestUnits.replace(dirs.sheet("acme"), "title: Acme Mobile", "title: Acme Mobile Two");
        ProviderUnits read = ProviderUnits.load(dirs, TestUnits.CLOCK);
        assertThat(good.with("acme", read).unit("acme").orElseThrow().sheet().title()).isEqualTo("Acme Mobile Two");
        assertThat(read.with("acme", good).unit("acme")).isEqualTo(good.unit("acme"));
        TestUnits.write(dirs.sheet("acme"), "provider: acme\n");
        assertThat(good.with("acme", ProviderUnits.load(dirs, TestUnits.CLOCK)).problems("acme")).isNotEmpty();
    }

    @Test
    void without_directories_there_are_no_units() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(ProviderUnits.load(new UnitDirectories(nowhere, nowhere, nowhere), TestUnits.CLOCK).names()).isEmpty();
    }

    @Test
    void without_schemas_no_unit_is_used() {
        TestUnits.delete(dirs.schema("provider"));
        assertThat(ProviderUnits.load(dirs, TestUnits.CLOCK).problems("acme")).singleElement().extracting(Problem::file).isEqualTo("contracts/schema");
    }

    @Test
    void a_canonical_operation_is_found_by_its_word() {
        assertThat(CanonicalOperation.of("send-sms")).contains(CanonicalOperation.SEND_SMS);
        assertThat(CanonicalOperation.of("dance")).isEmpty();
        assertThat(CanonicalOperation.USAGE.mutates()).isFalse();
    }
}
