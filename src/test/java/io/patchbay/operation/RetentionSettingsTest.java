package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;

class RetentionSettingsTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @Test
    void operations_are_kept_as_long_as_idempotency_keys_lead_to_them() {
        assertThat(new Retention(null, Duration.ofHours(24), MONTH)).isNotNull();
        assertThatThrownBy(() -> new Retention(null, Duration.ofHours(23), MONTH)).isInstanceOf(Retention.TooShort.class)
                .hasMessageContaining("patchbay.retention.operations").hasMessageContaining("at least 24h").hasMessageContaining("0 to keep");
    }

    @Test
    void nothing_is_kept_for_less_than_no_time() {
        assertThatThrownBy(() -> new Retention(null, MONTH, Duration.ofDays(-1))).isInstanceOf(Retention.TooShort.class)
                .hasMessageContaining("patchbay.retention.events");
    }

    @Test
    void a_start_that_fails_for_it_says_what_to_set() {
        FailureAnalysis analysis = new RetentionTooShortAnalyzer().analyze(null,
                new Retention.TooShort("patchbay.retention.operations", Duration.ofHours(1), Duration.ofHours(24)));

        assertThat(analysis.getDescription()).contains("patchbay.retention.operations is PT1H");
        assertThat(analysis.getAction()).contains("Set patchbay.retention.operations");
    }
}
