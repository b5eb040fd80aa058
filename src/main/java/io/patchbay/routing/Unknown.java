package io.patchbay.routing;

import java.util.Collection;
import java.util.TreeSet;

/** Words for a name that leads nowhere; they list what there is, because most of these are typing errors. */
final class Unknown {

    private Unknown() {
    }

    static String provider(String name, KnownProviders known) {
        return name("provider", name, known.names());
    }

    static String name(String kind, String name, Collection<String> known) {
        return "unknown %s %s; known: %s".formatted(kind, name, known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known)));
    }
}
