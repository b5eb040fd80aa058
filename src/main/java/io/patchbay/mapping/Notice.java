package io.patchbay.mapping;

/**
 * Something that was lost or changed on the way to the provider although the operation went through.
 *
 * @param code    stable word for programs
 * @param pointer JSON pointer of the canonical field; null when it is about the whole
 * @param message one sentence for a person
 */
public record Notice(String code, String pointer, String message) {
}
