package io.patchbay.mapping;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** {@code <operation>-<kind>[-<detail>]}: the name of a contract case. */
record CaseName(CanonicalOperation operation, CaseKind kind) {

    /** Operations are tried longest first, for {@code list} also begins {@code list-plan-attachments}. */
    static Optional<CaseName> of(String folder) {
        return Arrays.stream(CanonicalOperation.values())
                .sorted(Comparator.comparing((CanonicalOperation operation) -> operation.word().length()).reversed())
                .filter(operation -> folder.startsWith(operation.word() + "-")).findFirst()
                .flatMap(operation -> CaseKind.leading(folder.substring(operation.word().length() + 1))
                        .map(kind -> new CaseName(operation, kind)));
    }
}
