package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem;
import io.patchbay.routing.Section;
import java.util.Map;
import java.util.Optional;

/** Which entry of the configuration a request is about: the one variable of its path says what kind it is and how it is named. */
record EntryAddress(Section section, String name) {

    private static final Map<String, Section> VARIABLES = Map.of("tenant", Section.TENANTS, "account", Section.ACCOUNTS,
            "productOfferingId", Section.OFFERINGS, "rule", Section.ROUTES, "administrator", Section.ADMINISTRATORS);

    static EntryAddress of(Inbound inbound) {
        return VARIABLES.entrySet().stream().filter(variable -> inbound.path().containsKey(variable.getKey())).findFirst()
                .map(variable -> new EntryAddress(variable.getValue(), inbound.path().get(variable.getKey()))).orElseThrow();
    }

    /** How an entry's name is called where it is not part of the entry. */
    static String nameOf(Section section) {
        return VARIABLES.entrySet().stream().filter(variable -> variable.getValue() == section).findFirst().orElseThrow().getKey();
    }

    String path() {
        return "/admin/v1/" + (section == Section.OFFERINGS ? "catalogue" : section.word()) + "/" + name;
    }

    Optional<ObjectNode> in(ObjectNode document) {
        return section.entry(document, name);
    }

    Problem unknown() {
        return Refused.notFound("The entry " + section.word() + "/" + name + " of the configuration");
    }
}
