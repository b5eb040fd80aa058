package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnitLintTest {
    @TempDir
    Path folder;
    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    @Test
    void a_complete_unit_has_no_problem() {
        assertThat(UnitLint.lint(dirs)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plants")
    void a_planted_fault_is_named(String fault, Consumer<UnitDirectories> plant, String expected) {
        plant.accept(dirs);
        assertThat(UnitLint.lint(dirs, "acme")).as(fault).extracting(Problem::toString).anySatisfy(found -> assertThat(found).contains(expected));
    }

    @Test
    void all_faults_are_found_at_once() {
        List<Arguments> compatible = plants().filter(plant -> !plant.get()[0].toString().startsWith("alone: ")).toList();
        compatible.forEach(plant -> consumer(plant).accept(dirs));
        List<String> found = UnitLint.lint(dirs, "acme").stream().map(Problem::toString).toList();
        assertThat(compatible).allSatisfy(plant -> assertThat(found).anyMatch(problem -> problem.contains((String) plant.get()[2])));
    }

    @Test
    void what_is_wrong_with_the_sheet_hides_nothing_else() {
        plantEverywhere();
        assertThat(UnitLint.lint(dirs, "acme")).extracting(Problem::toString).satisfiesExactlyInAnyOrder(everywhere());
    }

    @Test
    void the_running_gateway_is_told_just_as_much() {
        plantEverywhere();
        assertThat(refused()).extracting(Problem::toString).satisfiesExactlyInAnyOrder(everywhere());
    }

    private List<Problem> refused() {
        return ((Gating.Refused) UnitGate.gate(UnitFiles.read(dirs, "acme"), dirs, TestUnits.CLOCK)).problems();
    }

    private void plantEverywhere() {
        TestUnits.replace(dirs.sheet("acme"), "summary: Read usage", "sumary: Read usage");
        TestUnits.replace(dirs.sheet("acme"), "    unprovable: Acme keeps no list of messages.\n", "");
        TestUnits.write(mapping(dirs, "list.request.jslt"), "{\n  \"query\": }\n");
        TestUnits.replace(contract(dirs, "README.md"), "## Quirks", "");
        TestUnits.write(mapping(dirs, "notes.txt"), "x");
    }

    @SuppressWarnings("unchecked")
    private static ThrowingConsumer<String>[] everywhere() {
        return Stream.of("provider.yaml /calls/usage: property 'sumary' is not defined", "provider.yaml /calls/usage: required property 'summary' not found",
                "/calls/send-sms: mutates but says neither", "acme/list.request.jslt line 2: does not compile",
                "README.md: must have the headings", "acme/notes.txt: is no part of a provider unit")
                .<ThrowingConsumer<String>>map(part -> found -> assertThat(found).contains(part)).toArray(ThrowingConsumer[]::new);
    }

    @Test
    void what_a_broken_mapping_imports_is_in_use() {
        TestUnits.write(mapping(dirs, "phrases.jslt"), "def word(x) $x\n{}");
        TestUnits.write(mapping(dirs, "list.request.jslt"), "import \"providers/acme/phrases.jslt\" as phrases\n{\"query\": }\n");
        assertThat(UnitLint.lint(dirs, "acme")).singleElement().extracting(Problem::toString)
                .satisfies(found -> assertThat(found.toString()).contains("list.request.jslt line 2: does not compile"));
    }

    @Test
    void a_file_that_is_no_text_is_named_and_stops_nothing() throws IOException {
        Files.write(mapping(dirs, "list.request.jslt"), new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThat(UnitLint.lint(dirs, "acme")).extracting(Problem::toString)
                .contains("mappings/providers/acme/list.request.jslt: is no readable text");
    }

    @Test
    void one_fault_gives_one_problem() {
        TestUnits.replace(dirs.sheet("acme"), "unprovable: Acme keeps no list of messages.", "");
        assertThat(UnitLint.lint(dirs)).singleElement().extracting(Problem::pointer).isEqualTo("/calls/send-sms");
    }

    @Test
    void a_provider_with_nothing_but_a_routes_file_is_found() {
        TestUnits.write(dirs.routeOf("ghost"), "[]\n");
        assertThat(UnitLint.lint(dirs)).extracting(Problem::toString)
                .contains("mappings/providers/ghost/provider.yaml: is missing", "contracts/providers/ghost/README.md: is missing");
    }

    @Test
    void without_schemas_nothing_passes() {
        TestUnits.delete(dirs.schema("result"));
        assertThat(UnitLint.lint(dirs)).singleElement().extracting(Problem::file).isEqualTo("contracts/schema");
    }

    @SuppressWarnings("unchecked")
    private static Consumer<UnitDirectories> consumer(Arguments plant) {
        return (Consumer<UnitDirectories>) plant.get()[1];
    }

    private static Stream<Arguments> plants() {
        return Stream.of(sheetPlants(), mappingPlants(), routePlants(), contractPlants()).flatMap(each -> each);
    }

    private static Stream<Arguments> sheetPlants() {
        return Stream.of(
                sheet("an unknown field", "shell: gateway", "shell: gateway\nflavour: mint", "provider.yaml: property 'flavour' is not defined"),
                sheet("a wrong type", "schedules: false", "schedules: maybe", "provider.yaml /schedules: "),
                sheet("another folder", "provider: acme", "provider: acne", "/provider: is 'acne' but the folder is 'acme'"),
                sheet("a mutating call without probe", "    unprovable: Acme keeps no list of messages.\n", "", "/calls/send-sms: mutates but says neither"),
                sheet("a call with a probe that calls itself unprovable", "    unprovable: Acme lists no persons.",
                        "    unprovable: Acme lists no persons.\n    probe: [{mechanism: look-up, call: get, why: Nothing.}]",
                        "/calls/create-person: has a probe and calls itself unprovable"),
                sheet("an undeclared operation", "  resume: Acme knows no pausing, so there is nothing to resume.\n", "",
                        "/operations/resume: is neither offered nor refused"),
                sheet("an operation both offered and refused", "  usage: {steps: [{call: usage}]}",
                        "  usage: {steps: [{call: usage}]}\n  pause: {steps: [{call: cancel}]}", "/refusals/pause: is both offered and refused"),
                sheet("an activation where we hold the shell", "refusals:\n", "refusals:\n  activate: Acme activates nothing.\n",
                        "/operations/activate: must be neither offered nor refused"),
                sheet("alone: no activation where the provider holds the shell", "shell: gateway", "shell: native", "/operations/activate: must be offered"),
                sheet("an unknown call", "list: {steps: [{call: list}]}", "list: {steps: [{call: lost}]}",
                        "/operations/list/steps/0/call: 'lost' is not declared under calls"),
                sheet("an unknown call of a probe", "call: get\n        done", "call: gone\n        done", "/calls/cancel/probe/0/call: 'gone' is not declared under calls"),
                sheet("an unknown call of a pool", "restock: list-sims", "restock: refill", "/pools/iccid/restock: 'refill' is not declared under calls"),
                sheet("an unknown pool", "reserve: iccid", "reserve: imsi", "/operations/create/steps/2/reserve: 'imsi' is not declared under pools"),
                sheet("an unused pool", "reserve: iccid", "reserve: imsi", "/pools/iccid: is used by nothing"),
                sheet("an unknown credential", "credential: apiKey", "credential: doorKey", "/authorisation/credential: 'doorKey' is not declared under credentials"),
                sheet("an unknown credential of a derived secret", "credential: signingSecret", "credential: oldSecret",
                        "/derived/password/credential: 'oldSecret' is not declared under credentials"),
                sheet("alone: an unknown credential of a token call", "{mechanism: header-key, header: X-Acme-Key, credential: apiKey}",
                        "{mechanism: token-per-endpoint, http: POST /tokens, body: {key: \"{apiKey}\", secret: \"{other}\", at: \"{endpoint}\"}, token: /token, header: X-Acme-Key}",
                        "/authorisation/body/secret: 'other' is not declared under credentials"),
                sheet("an unused call", "calls:\n", "calls:\n  idle: {http: GET /v1/idle, summary: Idle, documentation: https://acme.example}\n",
                        "/calls/idle: is used by nothing"),
                sheet("two rules of one name", "{id: throttled, status: 429", "{id: done, status: 429", "/outcomes: has two rules 'done'"),
                sheet("a condition that does not compile", "when: 'not(.handles.personId)'", "when: 'not(.handles.'",
                        "/operations/create/steps/1/when: does not compile"),
                sheet("a condition with a stray character", "when: '.body.error'", "when: '.body §'", "/outcomes/0/when: does not compile"),
                sheet("a changing operation that changes nothing", "  cancel: {steps: [{call: cancel}]}", "  cancel: {steps: [{call: get}]}",
                        "/operations/cancel: changes something, but none of its calls"),
                sheet("alone: a changing operation that may change nothing", "  cancel: {steps: [{call: cancel}]}",
                        "  cancel: {steps: [{call: cancel, when: 'false'}, {call: get}]}",
                        "/operations/cancel/steps/0/when: the last changing call of an operation must not be conditional"),
                sheet("alone: a rule named like a built-in one", "{id: maintenance,", "{id: no-answer,",
                        "/outcomes/7/id: 'no-answer' is the name of a built-in rule"),
                sheet("alone: a rule named like a fault of a mapping", "{id: email-taken,", "{id: unmappable-email,",
                        "/calls/create-person/outcomes/0/id: 'unmappable-email' is the name of a built-in rule"),
                sheet("alone: an error taken as success without a word on what was done", ", done: false", "",
                        "/calls/create-person/outcomes/0: takes an error status of a changing call as success"),
                sheet("alone: a refusal that says it was done", "{id: nothing-new, status: 200,", "{id: nothing-new, done: false, status: 200,",
                        "/outcomes/0/class: "),
                sheet("a reading operation that changes something", "  get: {steps: [{call: get}]}", "  get: {steps: [{call: cancel}]}",
                        "/operations/get: only reads, but one of its calls"),
                sheet("alone: a look-up that does not say when it is done", "        done: '.found == null or .found.status == \"CANCELLED\"'\n", "",
                        "/calls/cancel/probe/0: required property 'done'"),
                sheet("alone: a look-up that does not say when it is absent", "        absent: '.found.status == \"ACTIVATED\"'\n", "",
                        "/calls/cancel/probe/0: required property 'absent'"),
                sheet("alone: a list without a match", "        match: '.candidate", "        done: '.candidate", "/calls/create/probe/1: required property 'match'"),
                sheet("alone: a list with a condition of a look-up", "        match: '.candidate", "        done: 'true'\n        match: '.candidate",
                        "/calls/create/probe/1/done: "),
                sheet("alone: a repeat that asks", "within: 24h, why", "within: 24h, call: get, why", "/calls/create/probe/0/call: "),
                sheet("alone: a look-up with a time limit", "        call: get\n", "        call: get\n        within: 1h\n", "/calls/cancel/probe/0/within: "),
                sheet("alone: a probe that changes something", "call: get\n        done", "call: send-sms\n        done",
                        "/calls/cancel/probe/0/call: changes something"),
                sheet("a condition of a probe that does not compile", "absent: '.found.status ==", "absent: '.found.status =",
                        "/calls/cancel/probe/0/absent: does not compile"),
                sheet("a result of a probe that does not compile", "result: '{\"status\"", "result: '{\"status", "/calls/cancel/probe/0/result: does not compile"),
                sheet("a time zone there is none of", "authorisation: {", "authorisation: {expiryZone: Mars/X, ", "/authorisation/expiryZone: is no time zone"),
                sheet("alone: a printed time that cannot be read", "authorisation: {", "authorisation: {expiryFormat: 'bogus {', ",
                        "/authorisation/expiryFormat: is no java.time pattern"),
                sheet("alone: a breaker that does not stay open", "open: 10s", "open: 0s", "/breaker/open: must be more than 0"),
                sheet("alone: a breaker that stays open for ever", "open: 10s", "open: 99999999999999999999d", "/breaker/open: must be more than 0"),
                sheet("alone: a window nobody has room for", "window: 20", "window: 2000000000", "/breaker/window: must be at most"),
                sheet("alone: a number that is too large to be one", "longest: 6h", "longest: 99999999999999999999d", "provider.yaml: "),
                sheet("alone: no word on settling", "settling: {first: 5s, growth: 3, longest: 1h, grace: 60s, looks: 3, spacing: 20s, attention: 3d}\n", "",
                        "required property 'settling'"),
                sheet("alone: no word on retrying", "retry: {attempts: 2, first: 200ms, longest: 2s}\n", "", "required property 'retry'"),
                sheet("alone: no word on polling", "polling: {first: 1m, growth: 2, longest: 6h}\n", "", "required property 'polling'"),
                sheet("looks that come more and more often", "longest: 6h", "longest: 1s", "/polling/longest: is shorter than first"),
                sheet("alone: no word on who ends it", "ends: {until: gateway, cancelAt: gateway}\n", "", "required property 'ends'"),
                sheet("alone: somebody else who ends it", "ends: {until: gateway", "ends: {until: nobody", "/ends/until: "),
                sheet("alone: a notice that nobody takes", "cancelAt: gateway}", "cancelAt: gateway, ahead: 36h}", "/ends/ahead: needs an end that the gateway keeps"),
                sheet("alone: a notice of what the provider knows", "ends: {until: gateway, cancelAt: gateway}", "ends: {until: provider, cancelAt: provider, ahead: 36h}",
                        "/ends/ahead: needs an end that the gateway keeps"),
                sheet("alone: an end without a way to end", "  cancel: {steps: [{call: cancel}]}\n", "", "/ends/until: is gateway, which ends a subscription by the operation cancel"),
                sheet("a longest wait that is the shortest", "longest: 1h", "longest: 4s", "/settling/longest: is shorter than first"),
                sheet("a retry that waits less and less", "first: 200ms", "first: 3s", "/retry/longest: is shorter than first"),
                sheet("a person who is asked too early", "attention: 3d", "attention: 100s", "/settling/attention: is over before absence can be proved"),
                sheet("alone: a rule named like a probe", "{id: maintenance,", "{id: probe-look-up,",
                        "/outcomes/7/id: 'probe-look-up' is the name of a built-in rule"),
                sheet("alone: a repeat without a time limit", "resend-identical, within: 24h", "resend-identical", "/calls/create/probe/0: required property 'within'"),
                sheet("alone: no YAML", "provider: acme", "provider: [acme", "provider.yaml: is no readable YAML"),
                sheet("alone: a field written twice", "provider: acme", "provider: acme\nprovider: acme", "provider.yaml: is no readable YAML"));
    }

    private static Stream<Arguments> mappingPlants() {
        return Stream.of(
                plant("a missing response mapping", dirs -> TestUnits.delete(mapping(dirs, "usage.response.jslt")), "acme/usage.response.jslt: is missing"),
                plant("a missing request mapping of a call with a path parameter", dirs -> TestUnits.delete(mapping(dirs, "usage.request.jslt")),
                        "acme/usage.request.jslt: is missing"),
                plant("a mapping that does not compile", dirs -> TestUnits.write(mapping(dirs, "list.request.jslt"), "{\n  \"query\": }\n"),
                        "acme/list.request.jslt line 2: does not compile"),
                plant("an import outside the mappings", dirs -> TestUnits.write(mapping(dirs, "get.request.jslt"), "import \"../../secret.jslt\" as s\n{}"),
                        "leaves the mappings directory"),
                plant("an import of nothing", dirs -> TestUnits.write(mapping(dirs, "cancel.request.jslt"), "import \"core/none.jslt\" as s\n{}"),
                        "is not in the mappings directory"),
                plant("an unused mapping", dirs -> TestUnits.write(mapping(dirs, "dance.request.jslt"), "{}"),
                        "acme/dance.request.jslt: belongs to no call and is imported by no mapping"),
                plant("an unknown file", dirs -> TestUnits.write(mapping(dirs, "notes.txt"), "x"), "acme/notes.txt: is no part of a provider unit"),
                plant("an undeclared setting", dirs -> TestUnits.replace(mapping(dirs, "create-person.request.jslt"), "settings.role", "settings.rank"),
                        "create-person.request.jslt: uses 'rank', which is not declared under settings"),
                plant("an undeclared plan key", dirs -> TestUnits.replace(mapping(dirs, "list-sims.request.jslt"), "plan.shelf", "plan.box"),
                        "list-sims.request.jslt: uses 'box', which is not declared under plan"),
                plant("an undeclared derived secret", dirs -> TestUnits.replace(mapping(dirs, "create-person.request.jslt"), "derived:password", "derived:pin"),
                        "create-person.request.jslt: uses 'pin', which is not declared under derived"),
                plant("a mapping that takes the time of day", dirs -> TestUnits.write(mapping(dirs, "send-sms.response.jslt"), "{\"accepted\": true, \"at\": now()}"),
                        "send-sms.response.jslt: uses now()"));
    }

    private static Stream<Arguments> routePlants() {
        return Stream.of(
                route("a route of another name", "routeId: acme.usage", "routeId: acme.use", "/5/templatedRoute/routeId: must be acme.usage but is acme.use"),
                route("a route of the wrong template", "acme.cancel, routeTemplateRef: provider-write", "acme.cancel, routeTemplateRef: provider-read",
                        "/3/templatedRoute/routeTemplateRef: must be provider-write but is provider-read"),
                route("a route with another provider", "acme.get, routeTemplateRef: provider-read, parameters: [{name: provider, value: acme}",
                        "acme.get, routeTemplateRef: provider-read, parameters: [{name: provider, value: acne}",
                        "/1/templatedRoute/parameters: must be {operation=get, provider=acme} but is {operation=get, provider=acne}"),
                route("an operation that is not routed", "acme.send-sms, routeTemplateRef: provider-write, parameters: [{name: provider, value: acme}, {name: operation, value: send-sms}",
                        "acme.send-sms, routeTemplateRef: provider-write, parameters: [{name: provider, value: acme}, {name: operation, value: pause}",
                        "acme.camel.yaml: runs no send-sms, which the provider offers"),
                route("alone: an operation that is not offered", "value: usage", "value: activate", "runs 'activate', which the provider does not offer"),
                route("alone: an operation that is routed twice", "value: usage", "value: get", "runs get a second time"),
                plant("alone: another element", dirs -> TestUnits.write(dirs.routeOf("acme"), "- route: {from: {uri: direct:x}}\n"), "/0: is no templatedRoute"),
                plant("alone: no list", dirs -> TestUnits.write(dirs.routeOf("acme"), "a: 1\n"), "is no list of templated routes"),
                plant("alone: unreadable routes", dirs -> TestUnits.write(dirs.routeOf("acme"), "- [\n"), "acme.camel.yaml: is no readable YAML"),
                plant("alone: no routes file", dirs -> TestUnits.delete(dirs.routeOf("acme")), "routes/providers/acme.camel.yaml: is missing"));
    }

    private static Stream<Arguments> contractPlants() {
        return Stream.of(
                plant("a missing heading", dirs -> TestUnits.replace(contract(dirs, "README.md"), "## Quirks", "## Oddities"),
                        "README.md: must have the headings [# Acme Mobile, ## Docs, ## Credentials, ## Quirks, ## Limits]"),
                plant("alone: no README", dirs -> TestUnits.delete(contract(dirs, "README.md")), "contracts/providers/acme/README.md: is missing"),
                plant("an owed kind without case or skip", dirs -> TestUnits.delete(contract(dirs, "get-throttled")),
                        "contracts/providers/acme: has no case of kind throttled and no reason in skips.yaml"),
                plant("an operation without accepted case", dirs -> TestUnits.delete(contract(dirs, "list-accepted")), "has no accepted case of list"),
                plant("alone: a call without case", dirs -> TestUnits.delete(contract(dirs, "create-accepted-restocked")),
                        "has no case in which the call list-sims is made"),
                skips("a skip without reason", "  reason: ''\n", "/0/reason: is missing"),
                skips("a skip of a kind that has a case", "  reason: Because.\n", "/0/kind: there is a case of kind scrub; drop the skip"),
                skips("a skip with something else", "  reason: Because.\n  since: 2020\n", "/0/since: is no part of a skip"),
                plant("alone: a skip of an unknown kind", dirs -> TestUnits.write(contract(dirs, "skips.yaml"), "- {kind: odd, reason: Because.}\n"),
                        "/0/kind: 'odd' is no kind of case"),
                plant("alone: skips that are no list", dirs -> TestUnits.write(contract(dirs, "skips.yaml"), "kind: scrub\n"), "is no list of {kind, reason}"),
                plant("alone: unreadable skips", dirs -> TestUnits.write(contract(dirs, "skips.yaml"), "- [\n"), "skips.yaml: is no readable YAML"),
                plant("an unknown file among the cases", dirs -> TestUnits.write(contract(dirs, "notes.txt"), "x"), "is no part of a provider's contracts"),
                plant("an unknown file in a case", dirs -> TestUnits.write(contract(dirs, "get-accepted/notes.txt"), "x"), "is no part of a contract case"),
                plant("an answer without request", dirs -> TestUnits.write(contract(dirs, "get-accepted/response-2.http"), "HTTP/1.1 200 OK"),
                        "get-accepted/response-2.http: answers a request that is not written down"),
                plant("a case of no known name", dirs -> TestUnits.write(contract(dirs, "get-happy/command.json"), "{}"),
                        "get-happy: is not named <operation>-<kind>[-<detail>]"),
                plant("a case of another operation", dirs -> TestUnits.replace(contract(dirs, "usage-accepted/command.json"), "\"usage\"", "\"get\""),
                        "usage-accepted/command.json /operation: is get, but the case is named for usage"),
                plant("a case that shows something else", dirs -> TestUnits.replace(contract(dirs, "get-not-found/outcome.json"), "REJECTED", "UNKNOWN"),
                        "get-not-found/outcome.json /class: is UNKNOWN, which is not what a case of kind not-found shows"),
                plant("a scrub case that scrubs nothing", dirs -> TestUnits.replace(contract(dirs, "create-scrub/command.json"), "true", "false"),
                        "create-scrub/command.json /scrub: must be true for a scrub case"),
                plant("a probe without a case in which it finds what it owes", dirs -> TestUnits.delete(contract(dirs, "create-probe-several")),
                        "contracts/providers/acme: has no probe case in which the match-by-tuple of create finds ambiguous"),
                plant("a probe case without a lost call", dirs -> TestUnits.replace(contract(dirs, "cancel-probe-gone/command.json"), "\"lost\"", "\"found\""),
                        "cancel-probe-gone/command.json /lost: must be given for a probe case and for no other"),
                plant("a lost call in another case", dirs -> TestUnits.replace(contract(dirs, "send-sms-accepted/command.json"), "\"operation\"", "\"lost\": {}, \"operation\""),
                        "send-sms-accepted/command.json /lost: must be given for a probe case and for no other"),
                plant("alone: no probe case at all", UnitLintTest::withoutProbeCases, "has no case of kind probe and no reason in skips.yaml"),
                plant("a case without outcome", dirs -> TestUnits.delete(contract(dirs, "cancel-accepted/outcome.json")), "cancel-accepted/outcome.json: is missing"),
                plant("a case with unreadable command", dirs -> TestUnits.write(contract(dirs, "create-timeout/command.json"), "{"),
                        "create-timeout/command.json: is no readable JSON"));
    }

    private static void withoutProbeCases(UnitDirectories dirs) {
        UnitLint.files(dirs.contractsOf("acme")).stream().filter(folder -> folder.getFileName().toString().contains("-probe-")).forEach(TestUnits::delete);
    }

    private static Path mapping(UnitDirectories dirs, String name) {
        return dirs.mappingsOf("acme").resolve(name);
    }

    private static Path contract(UnitDirectories dirs, String name) {
        return dirs.contractsOf("acme").resolve(name);
    }

    private static Arguments plant(String name, Consumer<UnitDirectories> plant, String expected) {
        return arguments(name, plant, expected);
    }

    private static Arguments sheet(String name, String what, String with, String expected) {
        return plant(name, dirs -> plantIn(dirs.sheet("acme"), what, with), expected);
    }

    private static Arguments route(String name, String what, String with, String expected) {
        return plant(name, dirs -> plantIn(dirs.routeOf("acme"), what, with), expected);
    }

    private static Arguments skips(String name, String rest, String expected) {
        return plant("alone: " + name, dirs -> TestUnits.write(contract(dirs, "skips.yaml"), "- kind: scrub\n" + rest), expected);
    }

    /** Two plants may be one and the same change. */
    private static void plantIn(Path file, String what, String with) {
        String text = TestUnits.read(file);
        if (text.contains(what) || with.isEmpty() || !text.contains(with)) {
            TestUnits.replace(file, what, with);
        }
    }
}
