package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would be sent, while nothing has been answered. */
class ForesightTest {

    private static final String ORDER = """
            {"operation": {"id": "op_1", "kind": "create"}, "offering": {"plan": {"planId": "P1", "shelf": "green"}},
             "account": {"settings": {"role": "Subscriber"}}, "handles": {}, "command": {"subscriber": {"name": "Ada"}}}""";

    @TempDir
    Path folder;
    UnitDirectories dirs;

    @BeforeEach
    void copy() {
        dirs = TestUnits.copied(folder);
    }

    @Test
    void the_first_request_is_exact_and_later_ones_have_places_for_what_they_would_be_told() {
        Walk walk = walk(ORDER);
        Foresight foresight = Foresight.of(walk);
        assertThat(foresight.calls()).extracting(Foresight.Call::name).containsExactly("create-person", "create");
        assertThat(foresight.calls().getFirst()).isEqualTo(new Foresight.Call("create-person", ((Next.Send) walk.next()).request(), true));
        assertThat(foresight.calls().getLast().exact()).isFalse();
        assertThat(body(foresight, 1)).contains("<iccid from pool green>").contains(" from create-person>");
        assertThat(foresight.items()).containsExactly(new Foresight.Item("iccid", "green", null));
    }

    @Test
    void the_item_that_an_order_asks_for_is_the_one_that_is_shown() {
        Foresight foresight = Foresight.of(walk(ORDER.replace("\"subscriber\": {\"name\"", "\"activation\": {\"sim\": {\"iccid\": \"8937\"}}, \"subscriber\": {\"name\"")));
        assertThat(body(foresight, 1)).contains("8937");
        assertThat(foresight.items()).containsExactly(new Foresight.Item("iccid", "green", "8937"));
    }

    @Test
    void where_nothing_has_to_be_answered_before_it_every_request_is_exact() {
        Foresight foresight = Foresight.of(walk(ORDER.replace("\"handles\": {}", "\"handles\": {\"personId\": \"H1\"}")));
        assertThat(foresight.calls()).singleElement().satisfies(call -> assertThat(call.exact()).isTrue());
    }

    @Test
    void an_order_that_ends_before_the_first_request_sends_nothing() {
        assertThat(Foresight.of(walk(ORDER.replace("{\"name\": \"Ada\"}", "{}")))).isEqualTo(new Foresight(List.of(), List.of()));
    }

    @Test
    void a_refusal_that_no_answer_can_change_is_the_end_and_one_that_depends_on_answers_is_not() {
        TestUnits.replace(sheet(), "      - call: create\n", """
                      - refuse: '.steps."create-person".taken'
                        code: taken
                        message: Taken.
                      - refuse: '.command.subscriber.name == "Ada"'
                        code: ada
                        message: Not Ada.
                      - call: create
                """);
        assertThat(Foresight.of(walk(ORDER)).calls()).extracting(Foresight.Call::name).containsExactly("create-person");
        assertThat(Foresight.of(walk(ORDER.replace("Ada", "Bob"))).calls()).extracting(Foresight.Call::name).containsExactly("create-person", "create");
    }

    @Test
    void a_request_that_cannot_be_made_up_without_an_answer_is_told_by_its_name() {
        TestUnits.replace(sheet(), "      - call: create\n", "      - call: get\n      - call: create\n");
        TestUnits.write(folder.resolve("mappings/providers/acme/get.request.jslt"), "{\"path\": {\"id\": error(\"no id\")}}");
        Foresight foresight = Foresight.of(walk(ORDER));
        assertThat(foresight.calls()).extracting(Foresight.Call::name).containsExactly("create-person", "get", "create");
        assertThat(foresight.calls().get(1).request()).isNull();
    }

    @Test
    void an_item_whose_shelf_only_an_answer_tells_has_a_place_that_says_so() {
        TestUnits.replace(sheet(), "key: '.offering.plan.shelf'", "key: '.steps.\"create-person\".shelf'");
        assertThat(body(Foresight.of(walk(ORDER)), 1)).contains("<iccid from pool shelf from create-person>");
    }

    private Path sheet() {
        return folder.resolve("mappings/providers/acme/provider.yaml");
    }

    private Walk walk(String context) {
        return TestUnits.acme(dirs).walk(CanonicalOperation.CREATE, tree(context));
    }

    private static String body(Foresight foresight, int call) {
        return new String(foresight.calls().get(call).request().body(), StandardCharsets.UTF_8);
    }

    private static ObjectNode tree(String text) {
        try {
            return (ObjectNode) Trees.json(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
