package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersPageTest {
    private static final Path PAGE = Path.of("docs/providers.md");

    @Test
    void the_page_of_the_repository_is_up_to_date() throws IOException {
        ProviderUnits units = ProviderUnits.load(TestUnits.REPOSITORY, TestUnits.CLOCK);
        assumeFalse(units.names().isEmpty(), "no provider, no page");
        String page = ProvidersPage.render(units.names().stream().map(name -> units.unit(name).orElseThrow()).toList());
        if ("write".equals(System.getProperty("patchbay.docs"))) {
            TestUnits.write(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/providers.md; write it with mvn test -Dtest=ProvidersPageTest -Dpatchbay.docs=write").isEqualTo(page);
    }

    @Test
    void the_page_tells_what_runs_what_settles_what_is_refused_and_what_is_lost(@TempDir Path folder) {
        assertThat(ProvidersPage.render(List.of(TestUnits.acme(TestUnits.copied(folder)))))
                .contains("## Acme Mobile")
                .contains("An end given with the activation (`until`) is kept by this gateway; the date of a cancellation by this gateway.")
                .contains("| `create` | `create-person` (conditional), take one of pool `iccid`, `create` | "
                        + "`create-person`: a person, for it is unprovable: Acme lists no persons.<br>`create`: resend-identical within 24 h: "
                        + "Acme knows the idempotency key for a day.; then match-by-tuple by `list`: Afterwards the list shows the SIM card we chose. |")
                .contains("| `get` | `get` | asking again |")
                .contains("| [`GET /v1/sims`](https://acme.example/docs/sims) `list-sims`: List SIM cards | restocking of pool `iccid` |")
                .contains("| `list`, settling of `create` |")
                .contains("First look 5 s after the loss; while nothing can be told, each wait is 3 times as long as the one before, up to 1 h. What is not "
                        + "there counts as not done when it was missed 3 times, 20 s apart, later than 1 min after the loss. A person is asked after 3 d.")
                .contains("is tried again 2 times, first after 200 ms, with no wait longer than 2 s.")
                .contains("| `create` | resend-identical | as the answer to the repeat says | as the answer to the repeat says |")
                .contains("| `create` | match-by-tuple by `list` | where one of the list is no other subscription of ours and "
                        + "`.candidate.sim.iccid == .reserved.iccid` | where none is |")
                .contains("| `cancel` | look-up by `get` | where `.found == null or .found.status == \"CANCELLED\"` | where `.found.status == \"ACTIVATED\"` |")
                .contains("* `pause`: Acme knows no pausing.")
                .contains("* `/activation/porting` in `create` is refused: Acme ports no numbers.")
                .contains("* `/subscriber/address` in `create` gets notice `not-carried`: Acme keeps no address.");
    }

    @Test
    void a_page_without_providers_is_its_introduction() {
        assertThat(ProvidersPage.render(List.of())).startsWith("# Providers\n").doesNotContain("##");
    }
}
