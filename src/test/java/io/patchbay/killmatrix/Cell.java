package io.patchbay.killmatrix;

import java.util.Arrays;
import java.util.List;

/** One cell of the matrix: this went wrong with this order at this provider. */
record Cell(Effect effect, Provider provider, Act act) {

    /** Every cell that a full run has to hit. */
    static List<Cell> all() {
        return Arrays.stream(Effect.values())
                .flatMap(effect -> Arrays.stream(Provider.values())
                        .flatMap(provider -> Act.OF_THE_MATRIX.stream().sorted().map(act -> new Cell(effect, provider, act))))
                .toList();
    }
}
