package io.patchbay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries are put into and taken out of copies of a document. */
class SectionTest {

    private static final ObjectNode DOCUMENT = json("{\"tenants\": {\"a\": {\"title\": \"A\"}}, \"routes\": [{\"id\": \"r1\"}, {\"id\": \"r2\"}]}");

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void entries_are_found_by_name_and_by_id() {
        assertThat(Section.TENANTS.entry(DOCUMENT, "a")).hasValue(json("{\"title\": \"A\"}"));
        assertThat(Section.ROUTES.entry(DOCUMENT, "r2")).hasValue(json("{\"id\": \"r2\"}"));
        assertThat(Section.TENANTS.entry(DOCUMENT, "b")).isEmpty();
        assertThat(Section.ROUTES.entry(DOCUMENT, "r3")).isEmpty();
        assertThat(Section.ADMINISTRATORS.entry(DOCUMENT, "x")).isEmpty();
        assertThat(Section.ACCOUNTS.entry(DOCUMENT, "x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            r3 |    | r1 r2 r3
            r3 | r1 | r3 r1 r2
            r1 |    | r1 r2
            r2 | r1 | r2 r1
            """)
    void a_rule_is_put_where_it_shall_stand(String id, String before, String order) {
        ObjectNode edited = Section.ROUTES.with(DOCUMENT, id, json("{\"id\": \"" + id + "\", \"new\": true}"), before);

        assertThat(edited.path("routes").findValuesAsText("id")).containsExactly(order.split(" "));
        assertThat(Section.ROUTES.entry(edited, id).orElseThrow().path("new").asBoolean()).isTrue();
        assertThat(DOCUMENT.path("routes").findValuesAsText("id")).containsExactly("r1", "r2");
    }

    @Test
    void a_section_that_is_not_there_is_made() {
        assertThat(Section.ACCOUNTS.with(DOCUMENT, "x", json("{}"), null).at("/accounts/x").isObject()).isTrue();
        assertThat(Section.ADMINISTRATORS.with(DOCUMENT, "x", json("{\"id\": \"x\"}"), null).path("administrators")).hasSize(1);
    }

    @Test
    void what_is_taken_out_is_taken_out_of_a_copy() {
        assertThat(Section.TENANTS.without(DOCUMENT, "a").path("tenants")).isEmpty();
        assertThat(Section.ROUTES.without(DOCUMENT, "r1").path("routes").findValuesAsText("id")).containsExactly("r2");
        assertThat(DOCUMENT.path("tenants")).hasSize(1);
    }

    /** The cases of RFC 7396, appendix A, whose target and patch are objects. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"a":"b"} | {"a":"c"} | {"a":"c"}
            {"a":"b"} | {"b":"c"} | {"a":"b","b":"c"}
            {"a":"b"} | {"a":null} | {}
            {"a":"b","b":"c"} | {"a":null} | {"b":"c"}
            {"a":["b"]} | {"a":"c"} | {"a":"c"}
            {"a":"c"} | {"a":["b"]} | {"a":["b"]}
            {"a":{"b":"c"}} | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]} | {"a":[1]} | {"a":[1]}
            {"e":null} | {"a":1} | {"e":null,"a":1}
            {} | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
            """)
    void a_merge_patch_does_what_its_standard_says(String target, String patch, String result) {
        assertThat(new MergePatch(json(patch)).on(json(target))).isEqualTo(json(result));
    }

    @Test
    void content_has_the_same_digest_whatever_the_order_of_its_keys() {
        assertThat(ContentDigest.of(json("{\"a\": 1, \"b\": {\"c\": 2, \"d\": [1, 2]}}")))
                .isEqualTo(ContentDigest.of(json("{\"b\": {\"d\": [1, 2], \"c\": 2}, \"a\": 1}")))
                .isNotEqualTo(ContentDigest.of(json("{\"a\": 1, \"b\": {\"c\": 2, \"d\": [2, 1]}}")));
    }
}
