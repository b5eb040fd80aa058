package io.patchbay.route;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.audit.Audit;
import io.patchbay.audit.AuditEntry;
import io.patchbay.audit.AuditFilter;
import io.patchbay.mapping.UnitDirectories;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.provider.UnitVersions;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Provider units change on two running nodes: by their files, which only the first node's directories hold, and over the API. */
@ExtendWith(OutputCaptureExtension.class)
class UnitChangesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOOLI = "pb_test_hooli";
    private static final String UMBRA = "/admin/v1/providers/umbra";
    private static final String MAPPING = "mappings/providers/umbra/order-line.request.jslt";
    private static final String REQUEST = "contracts/providers/umbra/create-accepted/request.http";
    private static final String SHEET = "mappings/providers/umbra/provider.yaml";

    @TempDir
    static Path workspace;

    @TempDir
    static Path elsewhere;

    static Umbra umbra;
    static Gateway one;
    static Gateway two;

    @BeforeAll
    static void start() {
        umbra = new Umbra();
        Umbra.laidOut(workspace);
        Umbra.laidOut(elsewhere);
        one = Gateway.start(workspace, settings(workspace), umbra::configured);
        umbra.configured(elsewhere.resolve("config"));
        two = one.second(elsewhere, settings(elsewhere));
    }

    private static Map<String, String> settings(Path directory) {
        Map<String, String> settings = new HashMap<>(Map.of("patchbay.units.every", "100", "patchbay.configuration.every", "100"));
        Stream.of("routes", "mappings", "contracts").forEach(folder -> settings.put("patchbay." + folder + "-dir", directory.resolve(folder).toString()));
        return settings;
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        umbra.close();
    }

    /** What a test changed is put back, on both nodes. */
    @AfterEach
    void as_before() {
        Umbra.files(workspace, text -> text);
        one.send(ADMIN, "PUT", UMBRA + "/unit", upload("as before", files -> files.fieldNames().forEachRemaining(path -> {
            files.put(path, Umbra.read(workspace.resolve(path)));
        })));
        UnitVersions versions = one.application().getBean(UnitVersions.class);
        UnitDirectories directories = one.application().getBean(UnitDirectories.class);
        await().until(() -> versions.areLastRead(UnitFiles.read(directories, "umbra")));
        for (Gateway node : List.of(one, two)) {
            await().until(() -> served(node).version().number() == versions.newest("umbra").orElseThrow().number() && state(node).equals("IN_SERVICE"));
        }
        one.closeBreakers();
    }

    @Test
    void an_edit_under_load_carries_what_begins_after_it_on_both_nodes_and_no_order_fails() {
        AtomicBoolean goesOn = new AtomicBoolean(true);
        CompletableFuture<Integer> failed = CompletableFuture.supplyAsync(() -> {
            int count = 0;
            for (int n = 0; goesOn.get(); n++) {
                count += order(n % 2 == 0 ? one : two).status() == 201 ? 0 : 1;
            }
            return count;
        });
        String before = digest(one);

        note("edited");

        await().until(() -> !digest(one).equals(before) && digest(two).equals(digest(one)));
        for (Gateway node : List.of(one, two)) {
            assertThat(order(node).status()).isEqualTo(201);
            assertThat(umbra.bodies.getLast()).contains("\"note\":\"edited\"");
        }
        goesOn.set(false);
        assertThat(failed.join()).as("orders that were answered otherwise than 201").isZero();
        assertThat(one.get(ADMIN, UMBRA).text("/source")).isEqualTo("FILES");
        assertThat(one.get(ADMIN, UMBRA).text("/author")).isEqualTo("provider directories");
    }

    @Test
    void a_broken_edit_leaves_the_last_good_in_service_with_every_problem_told_until_it_is_mended(CapturedOutput output) {
        String before = digest(one);
        double refused = reloads("refused");
        Umbra.write(workspace.resolve(MAPPING), "{\"body\": }");
        Umbra.write(workspace.resolve("contracts/providers/umbra/README.md"), "# Nothing\n");

        await().until(() -> state(one).equals("LAST_GOOD"));

        await().untilAsserted(() -> assertThat(health().toString()).contains("does not compile", "README.md: must have the headings"));
        assertThat(health().path("status").asText()).isEqualTo("DEGRADED");
        assertThat(reloads("refused")).isGreaterThan(refused);
        assertThat(digest(one)).isEqualTo(before);
        assertThat(state(two)).as("it was never stored").isEqualTo("IN_SERVICE");
        assertThat(order(one).status()).isEqualTo(201);
        assertThat(one.get(ADMIN, UMBRA).json().path("problems").findValuesAsText("file")).contains(MAPPING);

        Umbra.files(workspace, text -> text);
        await().until(() -> state(one).equals("IN_SERVICE"));
        assertThat(health().isMissingNode()).isTrue();
        assertThat(output.getOut()).contains("Provider umbra is in force again as it was, version " + served(one).version().number());
        note("mended");
        await().until(() -> !digest(one).equals(before));
    }

    @Test
    void an_order_under_way_ends_on_the_version_it_began_with_and_only_then_are_its_routes_taken_away() throws InterruptedException {
        String old = served(one).unit().line();
        umbra.hold();
        CompletableFuture<Answer> slow = CompletableFuture.supplyAsync(() -> order(one));
        umbra.awaitArrival();
        String before = digest(one);

        Umbra.write(workspace.resolve("mappings/providers/umbra/order-line.response.jslt"), """
                import "providers/umbra/umbra.jslt" as umbra

                {for (umbra:line(.answer.body)) .key : .value if (.key != "msisdn")}
                """);
        Umbra.write(workspace.resolve("contracts/providers/umbra/create-accepted/outcome.json"), """
                {"class": "SUCCEEDED", "rule": "done", "result": {"providerSubscriptionId": "sub_01", "status": "ACTIVATED"}, "notices": []}""");
        await().until(() -> !digest(one).equals(before));

        assertThat(order(one).text("/msisdn")).isNull();
        retire(Duration.ZERO);
        retire(Duration.ofMinutes(16));
        assertThat(routes(old)).isNotEmpty();
        umbra.release();
        assertThat(slow.join().text("/msisdn")).isEqualTo("+15550001234");
        retire(Duration.ofMinutes(16));
        assertThat(routes(old)).isEmpty();
        assertThat(routes(served(one).unit().line())).hasSize(3);
        assertThat(order(one).status()).isEqualTo(201);
    }

    @Test
    void a_provider_comes_and_goes_while_the_gateway_runs() {
        Umbra.files(workspace, text -> text.replace("umbra", "penumbra"));
        await().until(() -> one.get(ADMIN, "/admin/v1/providers/penumbra").status() == 200 && two.get(ADMIN, "/admin/v1/providers/penumbra").status() == 200);
        configured(document -> {
            for (String part : List.of("accounts/hooli-umbra", "offerings/umbra-basic")) {
                ObjectNode parent = (ObjectNode) document.path(part.split("/")[0]);
                String copy = parent.path(part.split("/")[1]).toString().replace("umbra", "penumbra").replace("secrets/penumbra", "secrets/umbra");
                parent.set(part.split("/")[1].replace("umbra", "penumbra"), json(copy));
            }
            ((ObjectNode) document.path("routes").path(document.path("routes").size() - 1)).set("targets", json("[{\"account\": \"hooli-penumbra\", \"weight\": 100}]"));
        });

        await().until(() -> revision(one) == revision(two));
        Answer made = order(two, "penumbra-basic");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("/provider/name")).isEqualTo("penumbra");

        vanish("penumbra");
        await().until(() -> one.get(ADMIN, "/admin/v1/providers/penumbra").text("/state").equals("LAST_GOOD"));
        assertThat(one.get(ADMIN, "/admin/v1/providers/penumbra").body()).contains("its files are gone");
        assertThat(order(one, "penumbra-basic").status()).isEqualTo(201);

        configured(document -> {
            ((ObjectNode) document.path("accounts")).remove("hooli-penumbra");
            ((ObjectNode) document.path("offerings")).remove("penumbra-basic");
            ((ObjectNode) document.path("routes").path(document.path("routes").size() - 1)).set("targets", json("[{\"account\": \"hooli-umbra\", \"weight\": 100}]"));
        });
        await().until(() -> one.get(ADMIN, "/admin/v1/providers/penumbra").status() == 404 && two.get(ADMIN, "/admin/v1/providers/penumbra").status() == 404);
        assertThat(order(one).status()).isEqualTo(201);
    }

    @Test
    void an_upload_reaches_the_other_node_outlives_a_start_and_can_be_taken_back(@TempDir Path third) {
        String before = digest(one);
        Answer uploaded = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("a note is wanted", files -> noted(files, "uploaded")));

        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
        assertThat(uploaded.text("/source")).isEqualTo("UPLOADED");
        assertThat(uploaded.text("/author")).isEqualTo("demo");
        assertThat(digest(one)).isNotEqualTo(before);
        assertThat(noteOf(one)).isEqualTo("uploaded");
        await().until(() -> digest(two).equals(digest(one)));
        assertThat(noteOf(two)).isEqualTo("uploaded");
        Umbra.laidOut(third);
        Umbra.write(third.resolve("routes/providers/tellisim.camel.yaml"), "- nonsense: {}\n");
        umbra.configured(third.resolve("config"));
        try (Gateway started = one.second(third, settings(third))) {
            assertThat(digest(started)).as("what its files say is older").isEqualTo(digest(one));
            Answer broken = started.get(ADMIN, "/admin/v1/providers/tellisim");
            assertThat(broken.text("/state")).as("files that are broken at a start leave the last good").isEqualTo("LAST_GOOD");
            assertThat(broken.text("/digest")).isEqualTo(one.get(ADMIN, "/admin/v1/providers/tellisim").text("/digest"));
            assertThat(broken.body()).contains("is no templatedRoute");
        }

        Answer reverted = two.post(ADMIN, UMBRA + "/revert", "{\"reason\": \"not after all\"}");

        assertThat(reverted.status()).as(reverted.body()).isEqualTo(200);
        assertThat(reverted.text("/source")).isEqualTo("REVERTED");
        assertThat(reverted.text("/digest")).isEqualTo(before);
        await().until(() -> digest(one).equals(before));
        assertThat(order(one).status()).isEqualTo(201);
        assertThat(umbra.bodies.getLast()).doesNotContain("note");
        assertThat(acts("unit.uploaded")).isNotEmpty();
        AuditEntry act = acts("unit.reverted").getFirst();
        assertThat(act.act().actor()).isEqualTo("demo");
        assertThat(act.act().reason()).isEqualTo("not after all");
        assertThat(act.act().after().path("changed").toString()).contains(MAPPING);
        assertThat(act.act().before().path("digest").asText()).isEqualTo(uploaded.text("/digest"));
        JsonNode versions = one.get(ADMIN, UMBRA).json().path("versions");
        assertThat(versions.get(1).path("digest").asText()).isEqualTo(uploaded.text("/digest"));
        assertThat(one.post(ADMIN, UMBRA + "/revert", "{\"reason\": \"again\", \"version\": " + uploaded.text("/version") + "}").text("/digest"))
                .isEqualTo(uploaded.text("/digest"));
    }

    @Test
    void a_node_whose_files_were_read_before_takes_nobody_back_until_somebody_touches_them(@TempDir Path third, CapturedOutput output) {
        String before = digest(one);
        Umbra.laidOut(third);
        aged(third);
        umbra.configured(third.resolve("config"));
        note("newer");
        await().until(() -> !digest(one).equals(before));
        String newer = digest(one);

        try (Gateway started = one.second(third, settings(third))) {
            assertThat(digest(started)).isEqualTo(newer);
            assertThat(output.getOut()).contains("The files of provider umbra are those of version", "they take nobody back");
            assertThat(state(started)).isEqualTo("IN_SERVICE");
            Umbra.write(third.resolve(MAPPING), Umbra.read(third.resolve(MAPPING)));
            await().until(() -> digest(started).equals(before) && digest(one).equals(before));
        }
        assertThat(order(one).status()).isEqualTo(201);
    }

    @Test
    void files_as_they_were_before_that_are_put_back_while_a_node_runs_count_however_old_they_are(@TempDir Path release, CapturedOutput output) throws IOException {
        String before = digest(one);
        Umbra.laidOut(release);
        aged(release);
        note("worse");
        await().until(() -> !digest(one).equals(before));

        for (String file : List.of(MAPPING, REQUEST)) {
            Files.copy(release.resolve(file), workspace.resolve(file), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }

        await().until(() -> digest(one).equals(before) && digest(two).equals(before));
        assertThat(output.getOut()).doesNotContain("they take nobody back");
    }

    @Test
    void a_node_that_cannot_use_the_newest_version_begins_with_the_last_that_it_can(@TempDir Path third) {
        String before = digest(one);
        UnitVersions versions = one.application().getBean(UnitVersions.class);
        Map<String, String> texts = new HashMap<>(versions.files(served(one).version()).texts());
        texts.put(MAPPING, "{\"body\": }");
        long broken = versions.upload(UnitFiles.of("umbra", texts), "demo", "by a node with other shared files").number();
        Umbra.laidOut(third);
        umbra.configured(third.resolve("config"));

        try (Gateway started = one.second(third, settings(third))) {
            assertThat(state(started)).isEqualTo("LAST_GOOD");
            assertThat(digest(started)).isEqualTo(before);
            assertThat(served(started).version().number()).isLessThan(broken);
            assertThat(started.get(ADMIN, UMBRA).json().path("problems").findValuesAsText("file")).contains(MAPPING);
            assertThat(order(started).status()).isEqualTo(201);
        }
        await().until(() -> state(one).equals("LAST_GOOD") && digest(one).equals(before));
    }

    @Test
    void an_upload_that_this_node_cannot_make_ready_is_stored_and_refused_with_the_way_back(CapturedOutput output) throws Exception {
        String before = digest(one);
        String body = upload("in the way", files -> noted(files, "in the way"));
        Map<String, String> texts = new HashMap<>();
        json(body).path("files").properties().forEach(file -> texts.put(file.getKey(), file.getValue().asText()));
        String taken = "umbra~" + UnitFiles.of("umbra", texts).digest().substring(0, 12) + ".create";
        CamelContext camel = one.application().getBean(CamelContext.class);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + taken).routeId("in-the-way").stop();
            }
        });

        Answer refused = one.send(ADMIN, "PUT", UMBRA + "/unit", body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.json().path("errors").findValuesAsText("code")).containsOnly("not-in-service");
        assertThat(refused.body()).contains("It is stored as version", "go back with POST");
        assertThat(state(one)).isEqualTo("LAST_GOOD");
        assertThat(digest(one)).isEqualTo(before);
        assertThat(order(one).status()).isEqualTo(201);
        await().until(() -> state(two).equals("IN_SERVICE") && !digest(two).equals(before));
        camel.getRouteController().stopRoute("in-the-way");
        camel.removeRoute("in-the-way");
        assertThat(two.post(ADMIN, UMBRA + "/revert", "{\"reason\": \"not on all nodes\"}").status()).isEqualTo(200);
        await().until(() -> state(one).equals("IN_SERVICE") && digest(two).equals(before));
        assertThat(output.getOut()).contains("Provider umbra is in force again as it was, version");
    }

    @Test
    void a_provider_has_one_gauge_over_all_its_versions(CapturedOutput output) {
        one.send(ADMIN, "PUT", UMBRA + "/unit", upload("another", files -> noted(files, "gauged")));

        assertThat(one.application().getBean(MeterRegistry.class).find("patchbay.unit.version").tag("provider", "umbra").gauges()).singleElement()
                .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(served(one).version().number()));
        assertThat(output.getAll()).doesNotContain("has been already registered");
    }

    @Test
    void what_is_in_service_already_changes_nothing() {
        String version = one.get(ADMIN, UMBRA).text("/version");

        Answer same = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("once more", files -> { }));

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.text("/version")).isEqualTo(version);
        assertThat(same.body()).doesNotContain("once more");
    }

    @Test
    void an_upload_that_does_not_pass_is_refused_with_every_problem_and_nothing_is_stored() {
        String version = one.get(ADMIN, UMBRA).text("/version");

        Answer refused = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("oh", files -> {
            files.put(MAPPING, "{\"body\": }");
            files.put(SHEET, files.path(SHEET).asText() + "\nnonsense: true\n");
            files.put("mappings/core/patchbay.jslt", "def x() 1");
            files.put("mappings/providers/umbra/../../../etc/passwd", "x");
            files.remove("contracts/providers/umbra/README.md");
        }));

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.text("/code")).isEqualTo("invalid");
        assertThat(refused.json().path("errors").findValuesAsText("pointer")).contains("/files", "/files/mappings~1providers~1umbra~1order-line.request.jslt",
                "/files/mappings~1providers~1umbra~1provider.yaml", "/files/mappings~1core~1patchbay.jslt",
                "/files/mappings~1providers~1umbra~1..~1..~1..~1etc~1passwd");
        assertThat(refused.body()).contains("does not compile", "nonsense", "README.md: is missing", "is no file of this provider");
        assertThat(one.get(ADMIN, UMBRA).text("/version")).isEqualTo(version);
        assertThat(state(one)).isEqualTo("IN_SERVICE");
    }

    @Test
    void a_contract_case_that_comes_out_otherwise_is_refused() {
        Answer refused = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("oh", files -> files.put(MAPPING, files.path(MAPPING).asText().replace("holder", "owner"))));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("create-accepted", "owner");
    }

    @Test
    void a_unit_that_asks_for_more_than_the_configuration_gives_names_the_account_and_may_ask_for_it_as_a_choice_first() {
        String line = "  extra: {description: Another secret}\nplan:";

        Answer refused = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("more", files -> files.put(SHEET, files.path(SHEET).asText().replace("plan:", line))));

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("/accounts/hooli-umbra/credentials/extra");
        Answer choice = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("more", files -> files.put(SHEET,
                files.path(SHEET).asText().replace("plan:", line.replace("secret}", "secret, required: false}")))));
        assertThat(choice.status()).as(choice.body()).isEqualTo(200);
        configured(document -> document.withObject("/accounts/hooli-umbra/credentials").put("extra", "file:secrets/umbra-token"));
        Answer then = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("more", files -> files.put(SHEET,
                files.path(SHEET).asText().replace(", required: false}", "}"))));
        assertThat(then.status()).as(then.body()).isEqualTo(200);
        // as before, in the same steps
        one.send(ADMIN, "PUT", UMBRA + "/unit", upload("less", files -> files.put(SHEET, files.path(SHEET).asText().replace("Another secret}", "Another secret, required: false}"))));
        configured(document -> document.withObject("/accounts/hooli-umbra/credentials").remove("extra"));
    }

    @Test
    void files_that_the_configuration_refuses_come_into_service_with_the_one_that_suits_them() {
        String before = digest(one);
        Umbra.write(workspace.resolve(SHEET), Umbra.read(workspace.resolve(SHEET)).replace("plan:\n", "plan:\n  zone: {description: Where}\n"));

        await().until(() -> state(one).equals("LAST_GOOD"));
        assertThat(one.get(ADMIN, UMBRA).json().path("problems").findValuesAsText("pointer")).containsExactly("/offerings/umbra-basic/plans/umbra/zone");
        assertThat(digest(one)).isEqualTo(before);

        configured(document -> document.withObject("/offerings/umbra-basic/plans/umbra").put("zone", "Z1"));

        await().until(() -> state(one).equals("IN_SERVICE") && !digest(one).equals(before));
    }

    @Test
    void while_the_database_is_away_units_stay_as_they_are_and_an_edit_waits(CapturedOutput output) {
        String before = digest(one);
        execute("alter table provider_unit rename to provider_unit_away");
        try {
            note("late");
            await().until(() -> output.getOut().contains("Newer provider units cannot be looked for"));
            assertThat(order(one).status()).isEqualTo(201);
            assertThat(digest(one)).isEqualTo(before);
        } finally {
            execute("alter table provider_unit_away rename to provider_unit");
        }
        await().until(() -> !digest(one).equals(before) && digest(one).equals(digest(two)));
        assertThat(noteOf(two)).isEqualTo("late");
    }

    @Test
    void the_whole_unit_of_a_real_provider_fits_into_a_request_and_nothing_larger_than_two_megabytes_does() {
        ObjectNode body = JSON.createObjectNode().put("reason", "as it is");
        body.set("files", one.get(ADMIN, "/admin/v1/providers/connect/unit").json().path("files"));

        assertThat(one.send(ADMIN, "PUT", "/admin/v1/providers/connect/unit", body.toString()).status()).isEqualTo(200);

        body.withObject("/files").put("mappings/providers/connect/large.jslt", "x".repeat(2_100_000));
        assertThat(one.send(ADMIN, "PUT", "/admin/v1/providers/connect/unit", body.toString()).text("/code")).isEqualTo("body-too-large");
    }

    @Test
    void other_breaker_settings_take_effect_and_its_state_goes_on() {
        breaker().transitionToForcedOpenState();

        Answer uploaded = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("a larger window",
                files -> files.put(SHEET, files.path(SHEET).asText().replace("window: 20", "window: 40"))));

        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
        assertThat(breaker().getCircuitBreakerConfig().getSlidingWindowSize()).isEqualTo(40);
        assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.FORCED_OPEN);
        assertThat(order(one).status()).isEqualTo(503);
        breaker().reset();
        assertThat(order(one).status()).isEqualTo(201);
    }

    @Test
    void an_upload_that_nothing_could_be_connected_with_is_refused_and_nothing_is_stored() {
        String version = one.get(ADMIN, UMBRA).text("/version");

        Answer refused = one.send(ADMIN, "PUT", UMBRA + "/unit", upload("oh", files -> files.put(SHEET, files.path(SHEET).asText()
                .replace("authorisation: {", "authorisation: {expiryZone: Mars/X, ").replace("open: 10s", "open: 0s"))));

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.json().path("errors").findValuesAsText("pointer")).containsOnly("/files/mappings~1providers~1umbra~1provider.yaml");
        assertThat(refused.body()).contains("/authorisation/expiryZone", "/breaker/open");
        assertThat(one.application().getBean(UnitVersions.class).newest("umbra").orElseThrow().number()).isEqualTo(Long.parseLong(version));
    }

    @Test
    void an_upload_is_news_if_it_differs_from_what_was_stored_last_and_not_from_what_this_node_serves() {
        UnitVersions versions = one.application().getBean(UnitVersions.class);
        UnitFiles files = versions.files(versions.newest("umbra").orElseThrow());
        long number = versions.newest("umbra").orElseThrow().number();

        assertThat(versions.upload(files, "demo", "again").number()).isEqualTo(number);
        Map<String, String> texts = new HashMap<>(files.texts());
        texts.computeIfPresent("contracts/providers/umbra/README.md", (path, text) -> text + "\nMore.\n");
        UnitFiles other = UnitFiles.of("umbra", texts);
        assertThat(versions.upload(other, "demo", "another").number()).isGreaterThan(number);
        assertThat(versions.upload(files, "demo", "as it was").number()).isEqualTo(versions.newest("umbra").orElseThrow().number()).isGreaterThan(number + 1);
    }

    @Test
    void nobody_withdraws_a_version_that_was_stored_meanwhile() {
        UnitVersions versions = one.application().getBean(UnitVersions.class);
        long newest = versions.newest("umbra").orElseThrow().number();

        assertThat(versions.withdraw("umbra", newest - 1, "its files were taken away")).isFalse();

        assertThat(versions.newest("umbra").orElseThrow().number()).isEqualTo(newest);
    }

    @Test
    void what_does_not_exist_is_not_found_and_none_of_it_is_for_tenants() {
        assertThat(one.get(ADMIN, "/admin/v1/providers/nobody").status()).isEqualTo(404);
        assertThat(one.get(ADMIN, "/admin/v1/providers/nobody/unit").status()).isEqualTo(404);
        assertThat(one.get(ADMIN, UMBRA + "/unit?version=4711").status()).isEqualTo(404);
        assertThat(one.post(ADMIN, "/admin/v1/providers/nobody/revert", "{\"reason\": \"x\"}").status()).isEqualTo(404);
        assertThat(one.post(ADMIN, UMBRA + "/revert", "{\"reason\": \"x\", \"version\": 4711}").text("/errors/0/pointer")).isEqualTo("/version");
        assertThat(one.post(ADMIN, UMBRA + "/revert", "{}").status()).isEqualTo(422);
        assertThat(one.get(ACME, "/admin/v1/providers").status()).isEqualTo(403);
        Answer nameless = one.send(ADMIN, "PUT", "/admin/v1/providers/..Umbra/unit", upload("x", files -> { }));
        assertThat(nameless.status()).isEqualTo(422);
        assertThat(nameless.body()).contains("is no name of a provider");
    }

    @Test
    void every_provider_is_listed_with_what_it_can_do() {
        JsonNode items = one.get(ADMIN, "/admin/v1/providers").json().path("items");

        assertThat(items.findValuesAsText("provider")).contains("connect", "telegent", "tellisim", "umbra").isSorted();
        assertThat(items.findValuesAsText("state")).containsOnly("IN_SERVICE");
        assertThat(one.get(ADMIN, UMBRA).json().path("operations").toString()).isEqualTo("[\"create\",\"get\",\"cancel\"]");
    }

    /** As in an image that was built an hour ago. */
    private static void aged(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Answer order(Gateway node) {
        return order(node, "umbra-basic");
    }

    private static Answer order(Gateway node, String offering) {
        return node.post(HOOLI, "/v1/subscriptions", """
                {"productOfferingId": "%s", "customerId": "c", "subscriber": {"name": "Ada", "email": "ada@example.com"},
                 "activation": {"sim": {"esim": true}}}""".formatted(offering));
    }

    private static String noteOf(Gateway node) {
        assertThat(order(node).status()).isEqualTo(201);
        return json(umbra.bodies.getLast()).path("note").asText();
    }

    /** Both files that a note takes, as an editor would save them one after the other. */
    private static void note(String note) {
        ObjectNode files = JSON.createObjectNode().put(MAPPING, Umbra.read(workspace.resolve(MAPPING))).put(REQUEST, Umbra.read(workspace.resolve(REQUEST)));
        noted(files, note);
        Umbra.write(workspace.resolve(MAPPING), files.path(MAPPING).asText());
        Umbra.write(workspace.resolve(REQUEST), files.path(REQUEST).asText());
    }

    private static void noted(ObjectNode files, String note) {
        files.put(MAPPING, files.path(MAPPING).asText().replace("\"body\": {", "\"body\": {\"note\": \"" + note + "\", "));
        files.put(REQUEST, files.path(REQUEST).asText().replace("{\"tariff\"", "{\"note\": \"" + note + "\", \"tariff\""));
    }

    /** The unit in service, changed. */
    private static String upload(String reason, Consumer<ObjectNode> change) {
        ObjectNode body = JSON.createObjectNode().put("reason", reason);
        JsonNode files = one.get(ADMIN, UMBRA + "/unit").json().path("files");
        body.set("files", files);
        change.accept((ObjectNode) files);
        return body.toString();
    }

    private static void configured(Consumer<ObjectNode> change) {
        ConfigurationStore store = one.application().getBean(ConfigurationStore.class);
        ObjectNode document = store.revision(store.current().revision()).document();
        change.accept(document);
        assertThat(store.activate(document, "test", "a change", store.current().revision())).isInstanceOf(Activation.Activated.class);
        await().until(() -> revision(one) == revision(two));
    }

    private static long revision(Gateway node) {
        return node.application().getBean(ConfigurationStore.class).current().revision();
    }

    private static void vanish(String provider) {
        for (String path : List.of("mappings/providers/" + provider, "contracts/providers/" + provider, "routes/providers/" + provider + ".camel.yaml")) {
            try (Stream<Path> below = Files.walk(workspace.resolve(path))) {
                below.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Served served(Gateway node) {
        return node.application().getBean(Units.class).served("umbra").orElseThrow();
    }

    private static String digest(Gateway node) {
        return served(node).version().digest();
    }

    private static String state(Gateway node) {
        return node.application().getBean(Units.class).standing("umbra").orElseThrow().state().name();
    }

    private static void retire(Duration later) {
        one.pass(later);
        one.application().getBean(Switchboard.class).retire(one.application().getBean(CamelContext.class));
    }

    private static List<String> routes(String line) {
        return one.application().getBean(CamelContext.class).getRoutes().stream().map(route -> route.getRouteId()).filter(id -> id.startsWith(line + ".")).toList();
    }

    private static JsonNode health() {
        return Gateway.raw(one.managementPort(), null, "GET", "/actuator/health/providers", null).json().at("/components/unit-umbra");
    }

    private static double reloads(String result) {
        return one.application().getBean(MeterRegistry.class).counter("patchbay.unit.reloads", "provider", "umbra", "result", result).count();
    }

    private static CircuitBreaker breaker() {
        return one.application().getBean(CircuitBreakerRegistry.class).circuitBreaker("hooli-umbra");
    }

    private static List<AuditEntry> acts(String act) {
        return one.application().getBean(Audit.class).page(new AuditFilter(null, act, "providers/umbra"), Long.MAX_VALUE, 10);
    }

    private static void execute(String sql) {
        JdbcClient.create(one.database().dataSource()).sql(sql).update();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
