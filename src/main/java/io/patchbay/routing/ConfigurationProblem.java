package io.patchbay.routing;

/**
 * Something in a configuration that must be corrected before it can be used.
 *
 * @param file    name within the configuration directory
 * @param pointer JSON pointer into that file, empty for the file as a whole
 * @param message what is wrong and what to do; never quotes a hash or a credential
 */
public record ConfigurationProblem(String file, String pointer, String message) {

    @Override
    public String toString() {
        return file + (pointer.isEmpty() ? "" : " " + pointer) + ": " + message;
    }
}
