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
    private final List<Considered> accounts = new ArrayList<>();
    private final List<Draw> draws = new ArrayList<>();

    /** The rule that was asked last, what became of it, and why it failed if it did. */
    private Rule last;
    private Finding finding;
    private String fault;

    Deliberation(Configuration configuration, String tenant, ObjectNode command, String subscriptionId) {
        this.configuration = configuration;
        this.tenant = tenant;
        this.command = command;
        this.subscriptionId = subscriptionId;
    }

    Decision decision() {
        return offered().map(this::decided).orElseGet(() -> new Decision.UnknownOffering(offeringId()));
    }

    /** The decision, and all that it came of: what became of the rules of others is told here only, for no order needs it. */
    Reasoning reasoning() {
        Decision decision = decision();
        return new Reasoning(decision, offered().isPresent() ? rules() : List.of(), accounts, draws);
    }

    /** The rule that could not be evaluated, once the decision is made. */
    Optional<Rule> failed() {
        return Optional.ofNullable(last).filter(rule -> finding == Finding.FAILED);
    }

    private String offeringId() {
        return command.path("productOfferingId").asText();
    }

    private Optional<Offering> offered() {
        return Optional.ofNullable(configuration.offerings().get(offeringId())).filter(offering -> offering.isOfferedTo(tenant));
    }

    private Decision decided(Offering offering) {
        for (Rule rule : configuration.rulesOf(tenant)) {
            last = rule;
            finding = found(rule);
            if (finding == Finding.MATCHED) {
                return carry(rule, offering);
            }
            if (finding == Finding.FAILED) {
                // Falling through to the next rule could hand the subscription to the wrong provider for good.
                return new Decision.NoRoute("Routing rule " + rule.id() + " cannot be evaluated for this request.");
            }
        }
        return new Decision.NoRoute("No routing rule applies to this request.");
    }

    /** The text of a fault quotes the request, so only its place in the rule is told, where that is known. */
    private Finding found(Rule rule) {
        try {
            return rule.when().holds(command) ? Finding.MATCHED : Finding.NO_MATCH;
        } catch (RuntimeException | StackOverflowError e) {
            fault = "its predicate fails for this request" + place(e);
            return Finding.FAILED;
        }
    }

    /** Not every function says where it stands. */
    private static String place(Throwable fault) {
        return fault instanceof JsltException told && told.getLine() > 0 ? " at line " + told.getLine() + ", column " + told.getColumn() : "";
    }

    private List<Asked> rules() {
        List<Asked> rules = new ArrayList<>();
        boolean over = false;
        for (Rule rule : configuration.rules()) {
            rules.add(over ? new Asked(rule.id(), Finding.NOT_REACHED, null) : asked(rule));
            over |= rule == last && finding != Finding.NO_MATCH;
        }
        return rules;
    }

    private Asked asked(Rule rule) {
        if (!rule.tenant().equals(tenant)) {
            return new Asked(rule.id(), Finding.OTHER_TENANT, null);
        }
        return rule == last ? new Asked(rule.id(), finding, fault) : new Asked(rule.id(), Finding.NO_MATCH, null);
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
