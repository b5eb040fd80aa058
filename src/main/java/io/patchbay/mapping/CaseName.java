package io.patchbay.mapping;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code <subject>-<kind>[-<detail>]}: the name of a contract case.
 *
 * @param subject a canonical operation, or {@link #VERIFY}
 */
record CaseName(String subject, CaseKind kind) {

    /** The subject of cases that show how credentials are tried. */
    static final String VERIFY = "verify";

    /** Subjects are tried longest first, for {@code list} also begins {@code list-plan-attachments}. */
    static Optional<CaseName> of(String folder) {
        return Stream.concat(Stream.of(VERIFY), Arrays.stream(CanonicalOperation.values()).map(CanonicalOperation::word))
                .sorted(Comparator.comparing(String::length).reversed())
                .filter(subject -> folder.startsWith(subject + "-")).findFirst()
                .flatMap(subject -> CaseKind.leading(folder.substring(subject.length() + 1)).map(kind -> new CaseName(subject, kind)));
    }
}
