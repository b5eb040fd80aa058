package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.GLOBEX;
import static io.patchbay.testing.Gateway.INITECH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates without a time, from tenants in Stockholm (acme), on Lord Howe Island (initech) and without a time zone (globex). */
class ActivationDatesTest {

    private static final String CREATE = "/v1/subscriptions";
    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).plusDays(40);
    private static final LocalDate LATER = DAY.plusDays(30);
    private static final String TOMORROW = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.DAYS).toString();

    @TempDir
    static Path workspace;

    static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of(), ActivationDatesTest::zones);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    @ParameterizedTest
    @CsvSource({ACME + ",connect,Europe/Stockholm", INITECH + ",tellisim,Australia/Lord_Howe"})
    void a_date_means_its_beginning_where_the_tenant_is(String key, String provider, ZoneId zone) {
        String instant = begins(DAY, zone);
        Answer scheduled = create(key, at(DAY));

        assertThat(scheduled.status()).as(scheduled.body()).isEqualTo(201);
        assertThat(scheduled.text("/status")).isEqualTo("SCHEDULED");
        assertThat(scheduled.text("/pendingStatus/status")).isEqualTo("ACTIVATED");
        assertThat(scheduled.text("/pendingStatus/scheduledAt")).isEqualTo(instant);
        JsonNode notice = resolved(scheduled).getFirst();
        assertThat(notice.path("pointer").asText()).isEqualTo("/activation/at");
        assertThat(notice.path("message").asText()).contains(DAY.toString(), zone.getId(), instant);
        assertThat(gateway.get(key, path(scheduled)).json()).isEqualTo(scheduled.json());
        assertThat(gateway.get(key, CREATE + "?status=SCHEDULED").json().path("items")).contains(scheduled.json());
        assertThat(gateway.arrived(provider)).isEmpty();
    }

    @Test
    void the_callers_own_words_are_kept_with_the_moment() {
        Answer scheduled = create(ACME, at(DAY));

        assertThat(new Rows(gateway.database()).texts("select details -> 'heldActivation' ->> 'at' from subscription where subscription_id = ?",
                scheduled.text("/subscriptionId"))).containsExactly(DAY.toString());
        assertThat(new Rows(gateway.database()).texts("select extract(epoch from scheduled_at)::bigint from subscription where subscription_id = ?",
                scheduled.text("/subscriptionId"))).containsExactly(String.valueOf(
                        DAY.atStartOfDay(ZoneId.of("Europe/Stockholm")).toEpochSecond()));
    }

    @Test
    void a_shell_can_be_given_a_date() {
        Answer scheduled = gateway.post(INITECH, path(create(INITECH, null)) + "/activate", at(DAY));

        assertThat(scheduled.text("/status")).as(scheduled.body()).isEqualTo("SCHEDULED");
        assertThat(scheduled.text("/pendingStatus/scheduledAt")).isEqualTo(begins(DAY, ZoneId.of("Australia/Lord_Howe")));
        assertThat(resolved(scheduled)).singleElement().satisfies(notice -> assertThat(notice.path("pointer").asText()).isEqualTo("/at"));
    }

    @Test
    void what_was_said_of_a_date_goes_when_the_date_does() {
        Answer scheduled = create(ACME, at(DAY));
        Answer moved = move(ACME, scheduled, at(LATER));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        assertThat(moved.text("/pendingStatus/scheduledAt")).isEqualTo(begins(LATER, ZoneId.of("Europe/Stockholm")));
        assertThat(resolved(moved)).singleElement().satisfies(notice -> {
            assertThat(notice.path("pointer").asText()).isEqualTo("/at");
            assertThat(notice.path("message").asText()).startsWith(LATER.toString());
        });
        assertThat(gateway.get(ACME, path(scheduled)).json()).isEqualTo(moved.json());

        Answer timed = move(ACME, scheduled, "{\"at\": \"" + TOMORROW + "\"}");
        assertThat(timed.text("/pendingStatus/scheduledAt")).isEqualTo(TOMORROW);
        assertThat(resolved(timed)).isEmpty();

        assertThat(resolved(move(ACME, scheduled, at(DAY)))).hasSize(1);
        Answer dropped = gateway.send(ACME, "DELETE", path(scheduled) + "/activation", null);
        assertThat(dropped.text("/status")).isEqualTo("PENDING");
        assertThat(resolved(dropped)).isEmpty();
    }

    @Test
    void an_end_that_is_a_date_reaches_the_provider_as_the_moment_it_was_taken_for() {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe");
        Answer scheduled = create(INITECH, "{\"at\": \"" + DAY + "\", \"until\": \"" + LATER + "\"}");
        assertThat(resolved(scheduled)).extracting(notice -> notice.path("pointer").asText())
                .containsExactly("/activation/at", "/activation/until");

        Answer active = gateway.post(INITECH, path(scheduled) + "/activate", null);
        assertThat(active.status()).as(active.body()).isEqualTo(200);
        assertThat(Arrived.at(gateway, "tellisim").to("POST", "/v3/subscription").body().at("/active_period/end").asText())
                .startsWith(begins(LATER, zone).replace("Z", ""));
        assertThat(resolved(active)).extracting(notice -> notice.path("pointer").asText())
                .as("the date of the beginning no longer counts, that of the end does").containsExactly("/activation/until");
    }

    @Test
    void without_a_time_zone_every_date_is_refused_by_name() {
        Answer created = create(GLOBEX, "{\"at\": \"" + DAY + "\", \"until\": \"" + LATER + "\"}");
        assertRefused(created, "/activation/at", "time-zone-unknown");
        assertThat(created.text("/errors/1/pointer")).isEqualTo("/activation/until");
        assertThat(created.text("/errors/0/message")).startsWith("`activation.at` is a date").contains("ask the operator");

        assertRefused(gateway.post(GLOBEX, path(create(GLOBEX, null)) + "/activate", at(DAY)), "/at", "time-zone-unknown");
        Answer scheduled = create(GLOBEX, "{\"at\": \"" + TOMORROW + "\"}");
        assertRefused(move(GLOBEX, scheduled, at(DAY)), "/at", "time-zone-unknown");
        assertThat(gateway.get(GLOBEX, path(scheduled)).json()).isEqualTo(scheduled.json());
        assertThat(gateway.arrived("telegent")).isEmpty();

        assertRefused(gateway.post(GLOBEX, path(create(GLOBEX, "{\"sim\": {\"esim\": true}}")) + "/cancel", at(DAY)), "/at", "time-zone-unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"-2|null|/at|past", "800|null|/at|too-far", "40|40|/until|before-start", "40|39|/until|before-start",
        "null|-2|/until|before-start"})
    void a_date_out_of_bounds_is_refused_everywhere(String at, String until, String pointer, String code) {
        String times = "{" + String.join(", ", List.of(time("at", at), time("until", until)).stream().filter(text -> !text.isEmpty()).toList()) + "}";
        assertRefused(create(ACME, times), "/activation" + pointer, code);
        assertRefused(gateway.post(ACME, path(create(ACME, null)) + "/activate", times), pointer, code);
        if (!at.equals("null")) {
            assertRefused(move(ACME, create(ACME, at(DAY)), times), pointer, code);
        }
    }

    @Test
    void a_time_needs_its_zone_even_from_a_tenant_that_has_one() {
        Answer refused = create(ACME, "{\"at\": \"" + DAY + "T00:00:00\"}");

        assertRefused(refused, "/activation/at", "format");
        assertThat(refused.text("/detail")).contains("with a zone");
    }

    private static void zones(Path configuration) {
        Path tenants = configuration.resolve("tenants.yaml");
        try {
            Files.writeString(tenants, Files.readString(tenants).replace("    timeZone: America/New_York\n", "").replace("timeZone: UTC",
                    "timeZone: Australia/Lord_Howe"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String begins(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toString();
    }

    private static String at(LocalDate day) {
        return "{\"at\": \"" + day + "\"}";
    }

    private static String time(String name, String days) {
        return days.equals("null") ? "" : "\"" + name + "\": \"" + LocalDate.now(ZoneOffset.UTC).plusDays(Long.parseLong(days)) + "\"";
    }

    private static List<JsonNode> resolved(Answer answer) {
        return answer.json().path("notices").valueStream().filter(notice -> notice.path("code").asText().equals("resolved-time")).toList();
    }

    private static Answer create(String key, String activation) {
        return gateway.post(key, CREATE, """
                {"productOfferingId": "mobile-10gb", "customerId": "cust-1", "subscriber": {"name": "Ada Example", "email": "ada@example.com"}%s}"""
                .formatted(activation == null ? "" : ", \"activation\": " + activation));
    }

    private static Answer move(String key, Answer subscription, String times) {
        return gateway.send(key, "PUT", path(subscription) + "/activation", times);
    }

    private static String path(Answer subscription) {
        return CREATE + "/" + subscription.text("/subscriptionId");
    }

    private static void assertRefused(Answer answer, String pointer, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.text("/code")).isEqualTo("invalid");
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
    }
}
