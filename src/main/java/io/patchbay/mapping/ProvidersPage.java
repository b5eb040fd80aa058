package io.patchbay.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders docs/providers.md: what each provider does, how, and what is lost with it. */
public final class ProvidersPage {
    private static final String INTRO = """
            # Providers

            Generated from `mappings/providers/*/provider.yaml` by `mvn test -Dtest=ProvidersPageTest -Dpatchbay.docs=write`; change the sheets, not this page.

            How a reseller asks for each canonical operation (without `refresh=true` a read is answered from the gateway's own record):

            | Canonical operation | Call |
            |---|---|
            | `create` | `POST /v1/subscriptions`; for a shell or a date held by the gateway when it is activated |
            | `activate` | `POST /v1/subscriptions/{id}/activate` |
            | `get` | `GET /v1/subscriptions/{id}?refresh=true` |
            | `list` | `GET /v1/subscriptions?refresh=true` |
            | `cancel` | `POST /v1/subscriptions/{id}/cancel` |
            | `pause`, `resume` | `POST /v1/subscriptions/{id}/pause`, `POST /v1/subscriptions/{id}/resume` |
            | `list-plan-attachments` | `GET /v1/subscriptions/{id}/plan-attachments` |
            | `get-plan-attachment` | `GET /v1/subscriptions/{id}/plan-attachments/{attachmentId}` |
            | `suspend-plan-attachment` | `POST /v1/subscriptions/{id}/plan-attachments/{attachmentId}/suspend` |
            | `send-sms` | `POST /v1/subscriptions/{id}/sms` |
            | `usage` | `GET /v1/subscriptions/{id}/usage` |
            """;

    private ProvidersPage() {
    }

    /** The whole page; the same text for the same units in whatever order. */
    public static String render(Collection<ProviderUnit> units) {
        return units.stream().map(ProviderUnit::sheet).sorted(Comparator.comparing(ProviderSheet::name))
                .map(ProvidersPage::chapter).collect(Collectors.joining("", INTRO, ""));
    }

    private static String chapter(ProviderSheet sheet) {
        String shell = sheet.shell() == ProviderSheet.Shell.NATIVE ? "kept by the provider" : "kept by this gateway";
        return "\n## " + sheet.title() + "\n\nName `" + sheet.name() + "`, [documentation](" + sheet.documentation() + "). A subscription without activation is "
                + shell + "; future activations are " + (sheet.schedules() ? "held by the provider where the account says so" : "held by this gateway") + ". " + ends(sheet.ends()) + "\n"
                + section("Operations", operations(sheet)) + section("Calls", calls(sheet))
                + section("Settling", new SettlingSection(sheet).lines())
                + section("Refused", refused(sheet)) + section("Lost or changed", lost(sheet));
    }

    private static String ends(ProviderSheet.Ends ends) {
        String ahead = ends.ahead() == null ? "" : ", which tells the provider " + SettlingSection.text(ends.ahead()) + " before";
        return "An end given with the activation (`until`) is kept by " + keeper(ends.until()) + ahead + "; the date of a cancellation by "
                + keeper(ends.cancelAt()) + ".";
    }

    private static String keeper(ProviderSheet.Keeper keeper) {
        return keeper == ProviderSheet.Keeper.PROVIDER ? "the provider" : "this gateway";
    }

    private static String section(String title, List<String> lines) {
        return "\n### " + title + "\n\n" + (lines.isEmpty() ? "Nothing.\n" : String.join("\n", lines) + "\n");
    }

    private static List<String> operations(ProviderSheet sheet) {
        List<String> lines = new ArrayList<>(List.of(
                "| Canonical operation | Provider calls in order (conditional ones marked) | Settled by when the answer is lost |", "|---|---|---|"));
        for (CanonicalOperation operation : CanonicalOperation.values()) {
            ProviderSheet.Steps steps = sheet.operations().get(operation);
            if (steps != null) {
                lines.add(row("`" + operation.word() + "`", inOrder(steps), operation.mutates() ? settled(sheet, steps) : "asking again"));
            }
        }
        return lines;
    }

    private static String inOrder(ProviderSheet.Steps steps) {
        return steps.steps().stream().map(step -> switch (step) {
            case Step.Call call -> "`" + call.call() + "`" + (call.when() == null ? "" : " (conditional)");
            case Step.Reserve reserve -> "take one of pool `" + reserve.pool() + "`" + (reserve.when() == null ? "" : " (conditional)");
            case Step.Refuse refuse -> null;
        }).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }

    private static String settled(ProviderSheet sheet, ProviderSheet.Steps steps) {
        return steps.steps().stream().filter(Step.Call.class::isInstance).map(step -> sheet.calls().get(((Step.Call) step).call()))
                .filter(CallSheet::mutates).distinct().map(call -> "`" + call.name() + "`: " + settled(call)).collect(Collectors.joining("<br>"));
    }

    private static String settled(CallSheet call) {
        return call.unprovable() != null ? "a person, for it is unprovable: " + call.unprovable()
                : call.probe().stream().map(ProvidersPage::probe).collect(Collectors.joining("; then "));
    }

    private static String probe(Probe probe) {
        String how = probe.call() == null ? "" : " by `" + probe.call() + "`";
        String within = probe.within() == null ? "" : " within " + probe.within().toHours() + " h";
        return probe.mechanism() + how + within + ": " + probe.why();
    }

    private static List<String> calls(ProviderSheet sheet) {
        List<String> lines = new ArrayList<>(List.of("| Provider call | Reached through |", "|---|---|"));
        String token = sheet.authorisation().text("http");
        if (token != null) {
            lines.add(row("`" + token + "`: Get a token", "every call, when none is at hand"));
        }
        sheet.calls().values().forEach(call -> lines.add(row("[`" + call.http() + "`](" + call.documentation() + ") `" + call.name() + "`: " + call.summary(),
                reachedThrough(sheet, call.name()) + remembered(call))));
        return lines;
    }

    private static String remembered(CallSheet call) {
        return call.remember() == null ? "" : "; an answer is remembered for " + SettlingSection.text(call.remember());
    }

    private static String reachedThrough(ProviderSheet sheet, String call) {
        Stream<String> operations = Stream.of(CanonicalOperation.values()).filter(operation -> makes(sheet.operations().get(operation), call))
                .map(operation -> "`" + operation.word() + "`");
        Stream<String> pools = sheet.pools().entrySet().stream().filter(pool -> pool.getValue().restock().equals(call))
                .map(Map.Entry::getKey).map(pool -> "restocking of pool `" + pool + "`");
        Stream<String> probes = sheet.calls().values().stream()
                .filter(other -> other.probe().stream().anyMatch(probe -> call.equals(probe.call())))
                .map(other -> "settling of `" + other.name() + "`");
        return Stream.of(operations, pools, probes).flatMap(each -> each).collect(Collectors.joining(", "));
    }

    private static boolean makes(ProviderSheet.Steps steps, String call) {
        return steps != null && steps.steps().stream().anyMatch(step -> step instanceof Step.Call made && made.call().equals(call));
    }

    private static List<String> refused(ProviderSheet sheet) {
        return Stream.of(CanonicalOperation.values()).filter(sheet.refusals()::containsKey)
                .map(operation -> "* `" + operation.word() + "`: " + sheet.refusals().get(operation)).toList();
    }

    private static List<String> lost(ProviderSheet sheet) {
        Stream<String> cannot = sheet.cannot().stream()
                .map(each -> "* " + place(each.pointer(), each.operations()) + " is refused: " + each.message());
        Stream<String> loses = sheet.loses().stream()
                .map(each -> "* " + place(each.pointer(), each.operations()) + " gets notice `" + each.code() + "`: " + each.message());
        return Stream.concat(cannot, loses).toList();
    }

    private static String place(String pointer, List<CanonicalOperation> operations) {
        String words = operations.stream().map(operation -> "`" + operation.word() + "`").collect(Collectors.joining(", "));
        return pointer.isEmpty() ? words : "`" + pointer + "` in " + words;
    }

    static String row(String... cells) {
        return Stream.of(cells).map(cell -> cell.replace("|", "\\|").replace("\n", " ")).collect(Collectors.joining(" | ", "| ", " |"));
    }
}
