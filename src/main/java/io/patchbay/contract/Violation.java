package io.patchbay.contract;

/**
 * One breach of the contract, worded for the person who has to correct it. Becomes one entry of a problem's {@code errors}.
 *
 * @param pointer   JSON pointer into the body, of the offending or missing value itself; empty for the whole body; null for a parameter
 * @param parameter name of the query parameter or header; null for a body
 * @param code      one of required, unknown-field, type, format, range, length, enum, invalid
 * @param message   names the field and says what to do; never repeats the value sent
 */
public record Violation(String pointer, String parameter, String code, String message) {
}
