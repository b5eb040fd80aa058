package io.patchbay.killmatrix;

import java.util.Map;
import java.util.function.BinaryOperator;

/** Minutes made seconds: the product's own settings, much shorter, so that a run sees every one of its waits end. */
final class TimeScale {

    /** Seconds for which an operation belongs to the gateway that carries it. */
    static final int LEASE = 4;

    private static final String SETTLING = "settling: {first: 300ms, growth: 2, longest: 3s, grace: 2s, looks: 2, spacing: 500ms, attention: 10m}";
    private static final String RETRY = "retry: {attempts: 2, first: 100ms, longest: 1s}";

    private TimeScale() {
    }

    static Map<String, String> settings() {
        return Map.of("PATCHBAY_OPERATION_LEASE", LEASE + "s", "PATCHBAY_SETTLING_EVERY", "500");
    }

    /** Takes a provider's sheet, gives it with short waits. */
    static BinaryOperator<String> sheets() {
        return (provider, sheet) -> sheet
                .replaceAll("response: \\d+s", "response: 2s")
                .replaceAll("(?m)^(breaker: .*)open: \\d+s", "$1open: 1s")
                .replaceAll("(?m)^settling: \\{[^}]*\\}", SETTLING)
                .replaceAll("(?m)^retry: \\{[^}]*\\}", RETRY);
    }
}
