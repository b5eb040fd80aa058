package io.patchbay.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.JsltException;
import io.patchbay.provider.Account;
import io.patchbay.routing.Reasoning.Asked;
import io.patchbay.routing.Reasoning.Considered;
import io.patchbay.routing.Reasoning.Draw;
import io.patchbay.routing.Reasoning.Finding;
import io.patchbay.routing.Reasoning.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** One order's way through the rules. Used once. */
final class Deliberation {

    private final Configuration configuration;
    private final String tenant;
    private final ObjectNode command;
    private final String subscriptionId;
    private final List<Asked> rules = new ArrayList<>();
    private final List<Considered> accounts = new ArrayList<>();
    private final List<Draw> draws = new ArrayList<>();

    Deliberation(Configuration configuration, String tenant, ObjectNode command, String subscriptionId) {
        this.configuration = configuration;
        this.tenant = tenant;
        this.command = command;
        this.subscriptionId = subscriptionId;
    }

    Reasoning reasoning() {
        String id = command.path("productOfferingId").asText();
        Offering offering = configuration.offerings().get(id);
        boolean known = offering != null && offering.isOfferedTo(tenant);
        return new Reasoning(known ? decided(offering) : new Decision.UnknownOffering(id), rules, accounts, draws);
    }

    private Decision decided(Offering offering) {
        Decision decision = null;
        for (Rule rule : configuration.rules()) {
            Asked asked = decision == null ? asked(rule) : new Asked(rule.id(), Finding.NOT_REACHED, null);
            rules.add(asked);
            if (asked.finding() == Finding.MATCHED) {
                decision = carry(rule, offering);
            } else if (asked.finding() == Finding.FAILED) {
                // Falling through to the next rule could hand the subscription to the wrong provider for good.
                decision = new Decision.NoRoute("Routing rule " + rule.id() + " cannot be evaluated for this request.");
            }
        }
        return decision == null ? new Decision.NoRoute("No routing rule applies to this request.") : decision;
    }

    /** The text of a fault quotes the request, so only its place in the rule is told, where that is known. */
    private Asked asked(Rule rule) {
        if (!rule.tenant().equals(tenant)) {
            return new Asked(rule.id(), Finding.OTHER_TENANT, null);
        }
        try {
            return new Asked(rule.id(), rule.when().holds(command) ? Finding.MATCHED : Finding.NO_MATCH, null);
        } catch (JsltException e) {
            return new Asked(rule.id(), Finding.FAILED, "its predicate fails for this request" + place(e));
        }
    }

    /** Not every function says where it stands. */
    private static String place(JsltException fault) {
        return fault.getLine() < 1 ? "" : " at line " + fault.getLine() + ", column " + fault.getColumn();
    }

    private Decision carry(Rule rule, Offering offering) {
        rule.targets().forEach(target -> accounts.add(new Considered(target.account(), true, target.weight(),
                target.weight() == 0 ? Standing.WEIGHT_ZERO : standing(target.account(), offering))));
        rule.failover().forEach(name -> accounts.add(new Considered(name, false, 0, standing(name, offering))));
        List<Target> candidates = accounts.stream().filter(Considered::target)
                .filter(account -> account.standing() == Standing.ABLE || account.standing().isWithdrawn())
                .map(account -> new Target(account.account(), account.weight())).toList();
        return candidates.isEmpty() ? nobody(rule, offering) : carried(rule, offering, candidates);
    }

    private Standing standing(String name, Offering offering) {
        Account account = configuration.accounts().get(name);
        if (!offering.plans().containsKey(account.provider())) {
            return Standing.NO_PLAN;
        }
        if (!isForMode(account)) {
            return Standing.OTHER_MODE;
        }
        return switch (account.state()) {
            case OPEN -> Standing.ABLE;
            case DRAINING -> Standing.DRAINING;
            case MAINTENANCE -> Standing.MAINTENANCE;
        };
    }

    /** A configuration that mixes them up is refused as a whole; a test order that reaches a real account all the same costs money. */
    private boolean isForMode(Account account) {
        return Optional.ofNullable(configuration.tenants().get(tenant)).filter(known -> (known.mode() == Mode.TEST) == account.sandbox()).isPresent();
    }

    private Decision nobody(Rule rule, Offering offering) {
        boolean mode = accounts.stream().anyMatch(account -> account.standing() == Standing.OTHER_MODE);
        return new Decision.NoRoute(mode ? "No account of routing rule %s is for a tenant in %s mode.".formatted(rule.id(), mode())
                : "No account of routing rule %s has a plan for %s.".formatted(rule.id(), offering.id()));
    }

    private String mode() {
        return Optional.ofNullable(configuration.tenants().get(tenant)).map(known -> known.mode().name().toLowerCase(Locale.ROOT)).orElse("no known");
    }

    private Decision carried(Rule rule, Offering offering, List<Target> candidates) {
        List<String> failover = failover(account -> account.standing() == Standing.ABLE);
        Optional<String> chosen = drawn(candidates).or(() -> failover.stream().findFirst()).or(this::awaited);
        return chosen.<Decision>map(name -> new Decision.Carried(configuration.accounts().get(name), offering, rule.id(),
                failover.stream().filter(other -> !other.equals(name)).map(configuration.accounts()::get).toList(), rule.onUnavailable()))
                .orElseGet(() -> new Decision.Draining(rule.id()));
    }

    /** An id that falls on an account in service keeps it, whatever becomes of the others. */
    private Optional<String> drawn(List<Target> candidates) {
        List<Target> left = new ArrayList<>(candidates);
        while (!left.isEmpty()) {
            Draw draw = WeightedChoice.draw(left, subscriptionId);
            draws.add(draw);
            if (standing(draw.account()) == Standing.ABLE) {
                return Optional.of(draw.account());
            }
            left.removeIf(target -> target.account().equals(draw.account()));
        }
        return Optional.empty();
    }

    /** Maintenance ends, so an order may wait for it, as the rule says; draining does not. */
    private Optional<String> awaited() {
        return draws.stream().map(Draw::account).filter(name -> standing(name) == Standing.MAINTENANCE).findFirst()
                .or(() -> failover(account -> account.standing() == Standing.MAINTENANCE).stream().findFirst());
    }

    private List<String> failover(Predicate<Considered> wanted) {
        return accounts.stream().filter(account -> !account.target()).filter(wanted).map(Considered::account).toList();
    }

    private Standing standing(String name) {
        return accounts.stream().filter(Considered::target).filter(account -> account.account().equals(name)).findFirst().orElseThrow().standing();
    }
}
