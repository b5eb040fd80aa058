package io.patchbay.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What has to happen now for an operation to go on. */
public sealed interface Next {

    /** Send this request, then tell the walk with {@link Walk#answered}. */
    record Send(ProviderRequest request, CallSheet call) implements Next {
    }

    /**
     * Reserve an item of a pool, then tell the walk with {@link Walk#reserved} or {@link Walk#poolEmpty}.
     *
     * @param pool name of the pool
     * @param key  shelf of the pool to take it from
     * @param item the item the caller wants; null = pick a free one, and restock when there is none
     */
    record Reserve(String pool, String key, String item) implements Next {
    }

    /**
     * Nothing more: the operation is over.
     *
     * @param verdict what it came to
     * @param result  canonical result without its notices; null unless SUCCEEDED
     * @param notices what was lost or changed; empty unless SUCCEEDED
     */
    record End(Verdict verdict, ObjectNode result, List<Notice> notices) implements Next {
    }
}
