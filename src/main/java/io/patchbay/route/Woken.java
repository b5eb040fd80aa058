package io.patchbay.route;

import java.time.Instant;

/**
 * A wake-up whose work goes on in this node; an exchange property of that name.
 *
 * @param name the id of the route that was woken
 * @param rung whether the clock woke another node and that one rang; then the wake-up is that node's to write down
 */
record Woken(String name, Instant began, boolean rung) {

    static final String PROPERTY = "woken";
}
