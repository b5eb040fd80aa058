package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.provider.Account;
import io.patchbay.provider.Scheduling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A configuration directory looked at from outside: nothing is stored and nothing comes into force.
 *
 * @param document   all files merged, valid or not
 * @param problems   for which a gateway would refuse it
 * @param warnings   about what it would take and is hardly meant so
 * @param references to credentials, of all accounts
 */
public record Inspection(ObjectNode document, List<ConfigurationProblem> problems, List<ConfigurationProblem> warnings, List<Reference> references) {

    /**
     * One credential of one account.
     *
     * @param where  file and pointer
     * @param target as written; what is no reference is a problem of its own and left out
     */
    public record Reference(String account, String credential, String target, ConfigurationProblem where) {

        public boolean isProperty() {
            return target.startsWith("property:");
        }

        public ConfigurationProblem problem(String message) {
            return new ConfigurationProblem(where.file(), where.pointer(), message);
        }

        /** An account with nothing but this, to have it resolved. */
        public Account alone() {
            return new Account(account, "", "", null, Map.of(credential, target), JsonNodeFactory.instance.objectNode(), Scheduling.GATEWAY, true, null);
        }
    }

    /** @throws InvalidConfiguration if the directory or the schema cannot be read */
    public static Inspection of(Path directory, Path contractsDir, KnownProviders known) {
        ConfigurationRules rules = new ConfigurationRules(contractsDir, known);
        Draft draft = new ConfigurationReader(rules.schema()).read(directory);
        List<ConfigurationProblem> problems = List.copyOf(rules.problems(draft));
        List<ConfigurationProblem> warnings = problems.isEmpty() ? warnings(draft) : List.of();
        return new Inspection(draft.document(), problems, warnings, references(draft));
    }

    private static List<ConfigurationProblem> warnings(Draft draft) {
        Configuration configuration = ConfigurationAssembler.assemble(0, draft.document());
        List<ConfigurationProblem> warnings = new ArrayList<>();
        draft.entries("offerings").keySet().stream().filter(id -> !isCarried(configuration, configuration.offerings().get(id))).forEach(id -> warnings.add(
                draft.located(Draft.below("/offerings", id), "no account that carries orders of its tenants has a plan for it; every order would be refused")));
        draft.entries("tenants").keySet().stream().filter(tenant -> configuration.rules().stream().noneMatch(rule -> rule.tenant().equals(tenant)))
                .forEach(tenant -> warnings.add(draft.located(Draft.below("/tenants", tenant), "no rule carries its orders; every order would be refused")));
        return List.copyOf(warnings);
    }

    private static boolean isCarried(Configuration configuration, Offering offering) {
        return configuration.rules().stream().filter(rule -> offering.isOfferedTo(rule.tenant())).flatMap(rule -> rule.targets().stream())
                .anyMatch(target -> target.weight() > 0 && offering.plans().containsKey(configuration.accounts().get(target.account()).provider()));
    }

    private static List<Reference> references(Draft draft) {
        List<Reference> references = new ArrayList<>();
        draft.entries("accounts").forEach((account, entry) -> entry.path("credentials").properties().forEach(credential -> {
            String target = credential.getValue().asText();
            if (target.matches("(?s)(env|file|property):.+")) {
                String pointer = Draft.below(Draft.below("/accounts", account) + "/credentials", credential.getKey());
                references.add(new Reference(account, credential.getKey(), target, draft.located(pointer, "")));
            }
        }));
        return List.copyOf(references);
    }
}
