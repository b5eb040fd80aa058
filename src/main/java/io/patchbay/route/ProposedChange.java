package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Configuration;

/**
 * A change of the configuration that somebody asks for and that is valid as a whole.
 *
 * @param actor     id of the administrator's key
 * @param before    what it would take the place of, with the number of that revision
 * @param after     what would be in force
 * @param document  the same as the document it is made of
 * @param preview   id of the preview whose differences were accepted; null if none was named
 * @param unchecked why credentials need no check this time; null if they need one
 * @param purpose   what it is made for
 */
record ProposedChange(String actor, Configuration before, Configuration after, ObjectNode document, String preview, String unchecked,
                      Purpose purpose) {
}
