package io.patchbay.mapping;

/** One step of an operation, per {@code operations.<operation>.steps} of provider.yaml; conditions are JSLT over the context. */
public sealed interface Step {

    /** Makes a call, unless {@code when} is given and does not hold. */
    record Call(String call, String when) implements Step {
    }

    /** Ends the operation as REJECTED when {@code condition} holds; {@code code} is the refusal's reason. */
    record Refuse(String condition, String code, String pointer, String message) implements Step {
    }

    /** Takes an item from a pool: the one {@code item} gives, else any free one; skipped unless {@code when} holds. */
    record Reserve(String pool, String item, String when) implements Step {
    }
}
