package io.patchbay.mapping;

/**
 * One thing wrong with a provider unit.
 *
 * @param file    file or folder at fault, relative to the repository
 * @param pointer place in it: a JSON pointer, a line, or empty for the whole
 * @param message what is wrong, so that it can be put right without reading code
 */
public record Problem(String file, String pointer, String message) {
    @Override
    public String toString() {
        return pointer.isEmpty() ? file + ": " + message : file + " " + pointer + ": " + message;
    }
}
