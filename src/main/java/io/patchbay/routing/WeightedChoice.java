package io.patchbay.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Picks in proportion to the weights, always the same for the same key. */
final class WeightedChoice {

    private WeightedChoice() {
    }

    /** @param targets at least one, all with a weight above 0 */
    static Reasoning.Draw draw(List<Target> targets, String key) {
        long point = Long.remainderUnsigned(hash(key), targets.stream().mapToInt(Target::weight).sum());
        long left = point;
        for (Target target : targets) {
            left -= target.weight();
            if (left < 0) {
                return new Reasoning.Draw(targets, point, target.account());
            }
        }
        throw new IllegalArgumentException("no weight");
    }

    // Subscription ids begin with their time: only a hash that mixes every bit spreads the orders of one second.
    private static long hash(String key) {
        return ByteBuffer.wrap(Sha256.of(key.getBytes(StandardCharsets.UTF_8))).getLong();
    }
}
