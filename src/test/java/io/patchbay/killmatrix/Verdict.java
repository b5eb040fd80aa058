package io.patchbay.killmatrix;

import java.util.ArrayList;
import java.util.List;

/** What the comparison found wrong; nothing of it may ever happen. */
record Verdict(List<Finding> findings) {

    /** The four ways to fail. */
    enum Failure { LOST, DUPLICATED, UNSETTLED, WRONGLY_ANSWERED }

    /** @param evidence what was told, what the gateway says and what the provider holds */
    record Finding(Failure failure, String what, List<String> evidence) {

        /** @param evidence things and lists of things; null for what there is not */
        static Finding of(Failure failure, String what, Object... evidence) {
            List<String> lines = new ArrayList<>();
            for (Object one : evidence) {
                if (one instanceof Iterable<?> several) {
                    several.forEach(line -> lines.add(line.toString()));
                } else if (one != null) {
                    lines.add(one.toString());
                }
            }
            return new Finding(failure, what, List.copyOf(lines));
        }

        @Override
        public String toString() {
            return failure + ": " + what + evidence.stream().map(line -> "\n    " + line).reduce("", String::concat);
        }
    }

    long count(Failure failure) {
        return findings.stream().filter(finding -> finding.failure() == failure).count();
    }

    boolean isClean() {
        return findings.isEmpty();
    }
}
