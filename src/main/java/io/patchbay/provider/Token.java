package io.patchbay.provider;

import java.time.Instant;

/** @param usableUntil already reduced by the safety margin; null: for one request only */
record Token(String value, Instant usableUntil) {

    boolean isUsableAt(Instant now) {
        return usableUntil != null && now.isBefore(usableUntil);
    }

    @Override
    public String toString() {
        return "Token[usableUntil=" + usableUntil + "]";
    }
}
