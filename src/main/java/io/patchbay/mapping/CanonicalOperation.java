package io.patchbay.mapping;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The closed set of things the gateway can ask of a provider; every provider offers or refuses each of them. */
public enum CanonicalOperation {
    CREATE("create", true),
    ACTIVATE("activate", true),
    GET("get", false),
    LIST("list", false),
    CANCEL("cancel", true),
    PAUSE("pause", true),
    RESUME("resume", true),
    LIST_PLAN_ATTACHMENTS("list-plan-attachments", false),
    GET_PLAN_ATTACHMENT("get-plan-attachment", false),
    SUSPEND_PLAN_ATTACHMENT("suspend-plan-attachment", true),
    SEND_SMS("send-sms", true),
    USAGE("usage", false);

    private static final Map<String, CanonicalOperation> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CanonicalOperation::word, Function.identity()));

    private final String word;
    private final boolean mutates;

    CanonicalOperation(String word, boolean mutates) {
        this.word = word;
        this.mutates = mutates;
    }

    /** The operation with this name in provider.yaml, route ids and case names. */
    public static Optional<CanonicalOperation> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** The name in provider.yaml, route ids and case names. */
    public String word() {
        return word;
    }

    /** Whether the operation may change something at the provider. */
    public boolean mutates() {
        return mutates;
    }
}
