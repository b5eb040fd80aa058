package io.patchbay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.ConfigurationProblem;
import java.io.PrintStream;
import java.util.List;

/**
 * What was found in a directory.
 *
 * @param document all its files merged; null if they could not be read
 * @param problems that keep it from being used
 * @param warnings about what can be used and is hardly meant so
 * @param notes    on what could not be looked at
 */
record Report(ObjectNode document, List<ConfigurationProblem> problems, List<ConfigurationProblem> warnings, List<ConfigurationProblem> notes) {

    boolean isValid() {
        return problems.isEmpty();
    }

    void print(PrintStream out) {
        problems.forEach(out::println);
        warnings.forEach(warning -> out.println("warning: " + warning));
        notes.forEach(note -> out.println("note: " + note));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("valid", isValid());
        add(json.putArray("problems"), problems);
        add(json.putArray("warnings"), warnings);
        add(json.putArray("notes"), notes);
        return json;
    }

    private static void add(ArrayNode list, List<ConfigurationProblem> found) {
        found.forEach(one -> list.addObject().put("file", one.file()).put("pointer", one.pointer()).put("message", one.message()));
    }
}
