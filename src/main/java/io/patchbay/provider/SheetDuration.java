package io.patchbay.provider;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/** Durations as provider sheets write them: {@code 30s}, {@code 24h}. */
final class SheetDuration {

    private SheetDuration() {
    }

    static Duration of(String text) {
        return DurationStyle.SIMPLE.parse(text);
    }
}
