package io.patchbay.mapping;

import java.util.List;

/**
 * Why an operation was refused, by the provider or before anything was sent.
 *
 * @param reason  stable word for programs; {@code not-found} is reserved for "the provider does not know this subscription"
 * @param pointer JSON pointer of the canonical field at fault; null when none is
 * @param message one sentence for a person
 * @param errors  single faults, as far as they are known; never null
 */
public record Refusal(String reason, String pointer, String message, List<Detail> errors) {
    public Refusal {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /** Whether the provider does not know what was asked for, which is no fault of the request. */
    public boolean isAbsence() {
        return reason.equals("not-found");
    }

    /** One fault, at one canonical field where that is known. */
    public record Detail(String pointer, String code, String message) {
    }
}
