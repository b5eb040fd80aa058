package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The requests that reached a provider, the last 10,000 of them, in the order in which they arrived. */
final class Journal {

    private static final int CAPACITY = 10_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Clock clock;

    Journal(Clock clock) {
        this.clock = clock;
    }

    /** One request; its status stays null while it is worked on and for ever when it is dropped. */
    static final class Entry {

        private final Instant at;
        private final Request request;
        private final String fault;
        private volatile Integer status;

        private Entry(Instant at, Request request, String fault) {
            this.at = at;
            this.request = request;
            this.fault = fault;
        }

        void answered(int status) {
            this.status = status;
        }

        private ObjectNode json() {
            ObjectNode json = Json.object().put("at", at.toString()).put("method", request.method())
                    .put("path", request.path()).put("query", request.query());
            request.headers().forEach(json.putObject("headers")::put);
            return json.put("body", request.body().length == 0 ? null : request.text())
                    .put("status", status).put("fault", fault);
        }
    }

    synchronized Entry open(Request request, String fault) {
        Entry entry = new Entry(clock.instant(), request, fault);
        entries.add(entry);
        if (entries.size() > CAPACITY) {
            entries.removeFirst();
        }
        return entry;
    }

    synchronized ArrayNode json(Instant since) {
        ArrayNode json = Json.array();
        entries.stream().filter(entry -> !entry.at.isBefore(since)).map(Entry::json).forEach(json::add);
        return json;
    }

    synchronized void clear() {
        entries.clear();
    }
}
