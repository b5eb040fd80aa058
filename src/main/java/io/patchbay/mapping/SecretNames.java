package io.patchbay.mapping;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * The names that stand before secrets, for a first look at a text: most have none of them and need no search. They count in any case, and a little
 * more generously than the search takes them, so that nothing it would find is passed over.
 */
final class SecretNames {

    private final List<String> names;
    private final BitSet initials = new BitSet();

    SecretNames(Collection<String> names) {
        this.names = List.copyOf(names);
        this.names.forEach(this::addInitial);
    }

    /** A name without letters stands everywhere. */
    private void addInitial(String name) {
        if (name.isEmpty()) {
            initials.set(Character.MIN_VALUE, Character.MAX_VALUE + 1);
        } else {
            initials.set(folded(name.charAt(0)));
        }
    }

    boolean areIn(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (initials.get(folded(text.charAt(index))) && oneIsAt(text, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean oneIsAt(String text, int index) {
        for (String name : names) {
            if (text.regionMatches(true, index, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    private static char folded(char sign) {
        return Character.toLowerCase(Character.toUpperCase(sign));
    }
}
