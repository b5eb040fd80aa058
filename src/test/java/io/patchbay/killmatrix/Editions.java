package io.patchbay.killmatrix;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the number of an edit into several files of a provider's unit, each of which hands it to the provider in the query of the same requests. Whoever
 * makes a request of two versions, or goes on with one in the middle of an operation that began with another, shows it. Contract cases do not see it.
 */
final class Editions {

    /** As the sheet has it, by way of a setting's default. */
    static final String SHEET = "editionOfSheet";
    /** As the mapping of the call has it. */
    static final String MAPPING = "editionOfMapping";
    /** As the answer's mapping of an earlier call of the same operation had it. */
    static final String EARLIER = "editionOfEarlierCall";

    private static final String SHEET_FILE = "provider.yaml";
    private static final Map<Provider, List<String>> CALLS = Map.of(
            Provider.CONNECT, List.of("create", "get", "esim-qr", "cancel"),
            Provider.TELEGENT, List.of("create-subscriber", "create", "get", "cancel"),
            Provider.TELLISIM, List.of("read-plan", "create", "get", "list-plan-attachments", "delete"));
    /** What a create begins with where it takes several calls. */
    private static final Map<Provider, String> BEGINNINGS = Map.of(Provider.TELEGENT, "create-subscriber", Provider.TELLISIM, "read-plan");

    private Editions() {
    }

    /** @param texts of the files of a unit's mappings, by name */
    static SortedMap<String, String> marked(Provider provider, Map<String, String> texts, int number) {
        SortedMap<String, String> marked = new TreeMap<>(texts);
        change(marked, SHEET_FILE, "(?m)^settings:.*\n", "$0  edition: {description: Which edit this is, required: false, default: \"" + number + "\"}\n");
        for (String call : CALLS.get(provider)) {
            String earlier = call.equals("create") ? earlier(provider) : "";
            ask(marked, call + ".request.jslt", query(SHEET, ".account.settings.edition") + query(MAPPING, "\"" + number + "\"") + earlier);
        }
        if (BEGINNINGS.containsKey(provider)) {
            change(marked, BEGINNINGS.get(provider) + ".response.jslt", "(?m)^( *)\\{(?=\"subscriberId\"|\n *\"planId\")", "$1{\"edition\": \"" + number + "\", ");
        }
        return marked;
    }

    private static String earlier(Provider provider) {
        String beginning = BEGINNINGS.get(provider);
        return beginning == null ? "" : query(EARLIER, "fallback(.steps.\"" + beginning + "\".edition, \"none\")");
    }

    private static String query(String name, String value) {
        return "\"" + name + "\": if (.operation.id != \"op_case\") " + value + ", ";
    }

    private static void ask(Map<String, String> texts, String file, String parameters) {
        if (texts.get(file).contains("\"query\": {")) {
            change(texts, file, "\"query\": \\{", "$0" + parameters);
        } else {
            change(texts, file, "(?m)^\\{", "{\"query\": {" + parameters.replaceFirst(", $", "") + "},");
        }
    }

    private static void change(Map<String, String> texts, String file, String what, String with) {
        String changed = texts.get(file).replaceFirst(what, with);
        if (changed.equals(texts.get(file))) {
            throw new IllegalStateException(file + " holds nothing like " + what);
        }
        texts.put(file, changed);
    }
}
