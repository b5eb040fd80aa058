package io.patchbay.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands behind the name of a command.
 *
 * @param words   in order
 * @param options without their dashes
 */
record Arguments(List<String> words, Set<String> options) {

    private static final String DASHES = "--";

    /** @return empty if there are fewer or more words than wanted, or an option that is not known */
    static Optional<Arguments> of(List<String> given, int words, Set<String> known) {
        Arguments read = new Arguments(given.stream().filter(word -> !word.startsWith(DASHES)).toList(),
                given.stream().filter(word -> word.startsWith(DASHES)).map(option -> option.substring(DASHES.length())).collect(Collectors.toSet()));
        return Optional.of(read).filter(arguments -> arguments.words.size() == words && known.containsAll(arguments.options));
    }

    static Optional<Arguments> of(String[] given, int words, Set<String> known) {
        return of(Arrays.asList(given).subList(1, given.length), words, known);
    }

    boolean has(String option) {
        return options.contains(option);
    }
}
