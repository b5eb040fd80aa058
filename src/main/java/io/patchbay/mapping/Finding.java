package io.patchbay.mapping;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a probe found out about a call whose answer was lost. */
public sealed interface Finding {

    /**
     * The lost call did its work.
     *
     * @param walk the operation's own, the lost call standing as finished by rule {@code probe-<mechanism>}; it goes on or is at its End
     */
    record Done(Walk walk) implements Finding {
    }

    /**
     * The request was sent again and the provider answered it.
     *
     * @param walk the operation's own, after that answer: a success that goes on or is at its End, or a final refusal
     */
    record Told(Walk walk) implements Finding {
    }

    /** The lost call did nothing, as far as can be seen now; it counts once the grace is over and it has been seen often enough. */
    record Absent() implements Finding {
    }

    /**
     * Everything the provider lists that may be what the lost call made.
     *
     * @param byProviderId never null; empty = nothing fits
     */
    record Candidates(Map<String, Done> byProviderId) implements Finding {

        /**
         * The finding once it is known which subscriptions are others'.
         *
         * @param owned ids at the provider that belong to other subscriptions of ours
         * @return absent when none is left, done when one is, else candidates for a person to choose from
         */
        public Finding without(Set<String> owned) {
            Map<String, Done> left = new TreeMap<>(byProviderId);
            left.keySet().removeAll(owned);
            return switch (left.size()) {
                case 0 -> new Absent();
                case 1 -> left.values().iterator().next();
                default -> new Candidates(left);
            };
        }
    }

    /**
     * The probe could not ask, or what it heard does not tell.
     *
     * @param why     for the operator
     * @param tryNext whether the next probe of the list may tell at once; false = ask again later
     */
    record Unclear(String why, boolean tryNext) implements Finding {
    }
}
