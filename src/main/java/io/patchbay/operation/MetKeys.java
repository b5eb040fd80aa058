package io.patchbay.operation;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which keys of tenants came to this node lately. Next to none comes twice, so where it has not met one it is worth more to go on than to look it up: the
 * commit that claims the key finds out. Only a hint: it forgets the older of two keys that have the same place.
 */
final class MetKeys {

    /** A power of two; eight bytes each. */
    private static final int PLACES = 1 << 17;

    private final AtomicLongArray met = new AtomicLongArray(PLACES);

    /** @return false if the node meets it for the first time, or has forgotten it; then it is met now */
    boolean meets(String tenant, String key) {
        long both = (long) tenant.hashCode() << Integer.SIZE ^ Integer.toUnsignedLong(key.hashCode());
        return met.getAndSet(place(both), both) == both;
    }

    /** Keys that are counted up have hashes that lie close together: stirred twice (as in SplitMix64), they lie anywhere. */
    private static int place(long key) {
        long stirred = (key ^ key >>> 30) * 0xBF58476D1CE4E5B9L;
        stirred = (stirred ^ stirred >>> 27) * 0x94D049BB133111EBL;
        return (int) (stirred ^ stirred >>> 31) & PLACES - 1;
    }
}
