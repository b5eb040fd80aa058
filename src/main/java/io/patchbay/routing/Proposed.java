package io.patchbay.routing;

import java.util.List;

/** What a document would be as a configuration; nothing has changed by asking. */
public sealed interface Proposed {

    /** @param configuration as it would be, under the number 0 */
    record Valid(Configuration configuration) implements Proposed {
    }

    /** @param problems all of them; their pointers lead into the document */
    record Invalid(List<ConfigurationProblem> problems) implements Proposed {
    }
}
