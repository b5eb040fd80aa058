package io.patchbay.operation;

/**
 * An item of a {@link Pool} that an order wants and no other.
 *
 * @param key shelf of the pool it belongs to
 */
public record PoolItem(String account, String pool, String key, String item) {
}
