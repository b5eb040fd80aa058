package io.patchbay.mapping;

import com.schibsted.spt.data.jslt.JsltException;

/** A mapping could not do its work. The message names the place, never the data: what was mapped may be personal. */
final class Unmappable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unmappable(String message) {
        super(message, null, false, false);
    }

    static Unmappable failed(String mapping, Throwable fault) {
        return new Unmappable(fault instanceof JsltException jslt && jslt.getLine() > 0
                ? mapping + " failed at line " + jslt.getLine() + ", column " + jslt.getColumn()
                : mapping + " failed: " + fault.getClass().getSimpleName());
    }
}
