package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

/** What the headers of a change say. */
class MandateTest {

    private static Mandate with(String header, String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader(header, value);
        return Mandate.ofHeaders(request, "night-shift");
    }

    @Test
    void a_reason_in_utf_8_is_read_as_it_was_written() {
        String asTheContainerReadsIt = new String("Umzug nach Malmö".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(with("Patchbay-Reason", asTheContainerReadsIt).reason()).isEqualTo("Umzug nach Malmö");
    }

    @Test
    void a_reason_in_latin_1_is_read_as_that() {
        assertThat(with("Patchbay-Reason", "Umzug nach Malm\u00f6").reason()).isEqualTo("Umzug nach Malmö");
    }

    @Test
    void why_credentials_were_not_checked_is_kept_with_the_reason() {
        assertThat(new Mandate("a", "Ticket 1", null, "Asleep").recorded()).isEqualTo("Ticket 1 (credentials were not checked: Asleep)");
        assertThat(new Mandate("a", "Ticket 1", null, null).recorded()).isEqualTo("Ticket 1");
    }
}
