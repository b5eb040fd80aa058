package io.patchbay.killmatrix;

import java.util.List;
import java.util.stream.Stream;

/** How a provider call goes wrong. All but the last are faults of the simulators' control API. */
enum Effect {
    REFUSE_CONNECTION("refuse-connection"),
    DROP_BEFORE("drop-before"),
    DROP_AFTER("drop-after"),
    /** Longer than the gateway waits, so the call is carried out after the gateway has given it up. */
    DELAY("delay:2600"),
    STATUS_500_BEFORE("status:500-before"),
    STATUS_500_AFTER("status:500-after"),
    STATUS_503_BEFORE("status:503-before"),
    STATUS_503_AFTER("status:503-after"),
    GARBAGE("garbage"),
    THROTTLE("throttle"),
    /** The network loses the connection but delivers the request some time later. */
    LATE_ARRIVAL("late-arrival");

    final String word;

    Effect(String word) {
        this.word = word;
    }

    /** Those that can be aimed at one request; a refused connection is refused to everybody. */
    static List<Effect> aimed() {
        return Stream.of(values()).filter(effect -> effect != REFUSE_CONNECTION).toList();
    }
}
