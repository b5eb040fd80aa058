package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
    @TempDir
    Path folder;
    Scrubber scrubber;

    @BeforeEach
    void read() {
        scrubber = TestUnits.acme(TestUnits.copied(folder)).scrubber();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"Password\": \"S3CRET\"}", "{\"password\":\"S3CRET\"}", "{ \"pin\" : 5, \"PASSWORD\" : \"a\\\"S3CRET\" }", "{\"pin\": [\"x\", \"S3CRET\"]}",
        "{\"pin\": {\"x\": \"S3CRET\"}}", "body was {\\\"Password\\\":\\\"S3CRET\\\"}", "{'password': 'S3CRET'}", "{\"a\": \"{\\\"pin\\\":\\\"a\\\\\\\"S3CRET\\\"}\"}",
        "GET /v1/x?a=1&sig=S3CRET&b=2", "GET /v1/x?SIG=S3CRET", "to https%3A%2F%2Fx%3Fsig%3DS3CRET", "password=S3CRET", "password: S3CRET", "sig=\"S3CRET\"",
        "X-Acme-Key: S3CRET", "x-acme-key:S3CRET and more S3CRET", "{X-Acme-Key=S3CRET}", "Authorization: Bearer S3CRET", "authorization: Basic S3CRET",
        "the token Bearer S3CRETS3CRETS3CRET expired", "Cookie: a=S3CRET; b=S3CRET", "{\"X-Acme-Key\": \"S3CRET\"}", "{\"password\": \"S3CRET"})
    void a_secret_in_free_text_is_masked(String text) {
        assertThat(scrubber.text(text)).doesNotContain("S3CRET").contains("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"The plan was created.", "{\"name\":\"Ada\",\"spin\":\"left\"}", "GET /v1/x?design=1&b=2", "Basic package, bearer authentication"})
    void what_is_no_secret_stays(String text) {
        assertThat(scrubber.text(text)).isEqualTo(text);
    }

    @Test
    void masking_twice_changes_nothing() {
        String once = scrubber.text("POST /a?sig=1\nX-Acme-Key: 2\n\n{\"Password\": \"3\", \"a\": \"{\\\"pin\\\":\\\"4\\\"}\"}");
        assertThat(scrubber.text(once)).isEqualTo(once);
    }

    @Test
    void nothing_stays_nothing() {
        assertThat(scrubber.text(null)).isNull();
        assertThat(scrubber.text("")).isEmpty();
        assertThat(scrubber.body(null, null)).isNull();
    }

    @Test
    void a_json_body_is_masked_by_its_structure() {
        assertThat(body("{\"a\":[{\"PIN\":{\"x\":[1]}}],\"password\":null,\"b\":1.50,\"c\":\"é\"}"))
                .isEqualTo("{\"a\":[{\"PIN\":\"***\"}],\"password\":\"***\",\"b\":1.5,\"c\":\"é\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"1 b\",\"c\":[1.50,null,{}]}", "[]", "not JSON", "{\"a\":\"broken", "0"})
    void a_body_without_a_name_of_a_secret_stays_as_it_came(String body) {
        assertThat(body(body)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"p\\u0069n\":\"S3CRET\"}", "{\"PIN\":\"S3CRET\"}", "{\"a\":{\"Password\":\"S3CRET\"}}", "{\"p\u0131n\":\"S3CRET\"}", "{\"a\":\"sig=S3CRET\"}",
        "{\"a\":\"Bearer S3CRETS3CRETS3CRET\"}", "{\"x\":\"pi\",\"pin\":\"S3CRET\"}"})
    void a_name_of_a_secret_is_found_however_it_is_spelt(String body) {
        assertThat(body(body)).doesNotContain("S3CRET").contains("***");
    }

    @Test
    void a_body_with_white_space_is_written_down_without() {
        assertThat(body("{ \"a\" : \"b c\",\n  \"d\": 1 }")).isEqualTo("{\"a\":\"b c\",\"d\":1}");
    }

    @Test
    void a_body_that_is_no_json_is_masked_as_text() {
        assertThat(body("name=Ada&pin=4711&x=1")).isEqualTo("name=Ada&pin=***&x=1");
        assertThat(body("{\"pin\": \"4711\", ")).doesNotContain("4711");
        assertThat(body("\"pin=4711\"")).doesNotContain("4711");
    }

    @Test
    void headers_are_masked_by_name_and_others_by_content() {
        assertThat(scrubber.headers(Map.of("x-ACME-key", "a"))).containsEntry("x-ACME-key", "***");
        assertThat(scrubber.headers(Map.of("Set-Cookie", "a"))).containsEntry("Set-Cookie", "***");
        assertThat(scrubber.headers(Map.of("Location", "/x?sig=a&b=1"))).containsEntry("Location", "/x?sig=***&b=1");
        assertThat(scrubber.headers(Map.of("Accept", "a"))).containsEntry("Accept", "a");
    }

    @Test
    void a_path_keeps_its_order_and_loses_its_secrets() {
        assertThat(scrubber.path("/v1/x?b=2&sig=abc%3D&s%69g=d&c")).isEqualTo("/v1/x?b=2&sig=***&s%69g=***&c");
        assertThat(scrubber.path("/v1/x")).isEqualTo("/v1/x");
        assertThat(scrubber.path("/v1/x?%zz=1")).isEqualTo("/v1/x?%zz=1");
    }

    @Test
    void the_key_of_the_query_and_the_token_are_masked_without_being_named(@TempDir Path other) {
        UnitDirectories dirs = TestUnits.copied(other);
        TestUnits.replace(dirs.sheet("acme"), "{mechanism: header-key, header: X-Acme-Key, credential: apiKey}", "{mechanism: query-key, parameter: door, credential: apiKey}");
        assertThat(TestUnits.acme(dirs).scrubber().path("/x?door=1")).isEqualTo("/x?door=***");
        TestUnits.replace(dirs.sheet("acme"), "{mechanism: query-key, parameter: door, credential: apiKey}",
                "{mechanism: token-per-endpoint, http: POST /tokens, body: {key: \"{apiKey}\"}, token: /data/ticket, header: X-Ticket, margin: 30s}");
        assertThat(TestUnits.acme(dirs).scrubber().text("{\"ticket\": \"abc\"} X-Ticket: abc")).doesNotContain("abc");
    }

    @Test
    void a_long_value_is_masked_like_a_short_one() {
        String text = "answered {\"password\": \"" + "\\\"S3CRET".repeat(7_000) + "\"} and nothing more";
        assertThat(scrubber.text(text)).isEqualTo("answered {\"password\":\"***\"} and nothing more");
    }

    @Test
    void of_a_very_long_text_only_the_beginning_is_looked_at_and_kept() {
        String cut = scrubber.text("pin=4711 " + "é".repeat(70_000));
        assertThat(cut).startsWith("pin=*** éé").endsWith("é…").hasSizeLessThanOrEqualTo(65_536);
        assertThat(scrubber.text(cut)).isEqualTo(cut);
        assertThat(scrubber.text("😀".repeat(40_000))).endsWith("😀…").hasSizeLessThanOrEqualTo(65_536);
    }

    @Test
    void a_secret_that_the_cut_goes_through_is_masked_to_its_end() {
        String before = " ".repeat(65_500);
        assertThat(scrubber.text(before + "{\\\"pin\\\":\\\"a S3CRET" + " S3CRET".repeat(9) + "\\\"}")).doesNotContain("S3CRET");
        assertThat(scrubber.text(before + "{\"pin\":\"a S3CRET" + " S3CRET".repeat(9) + "\"}")).doesNotContain("S3CRET");
    }

    private String body(String text) {
        return scrubber.body(text.getBytes(StandardCharsets.UTF_8), "application/json");
    }
}
