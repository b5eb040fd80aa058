package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.routing.Activation;
import io.patchbay.routing.ConfigurationStore;
import io.patchbay.routing.Guard;
import io.patchbay.routing.Rollouts;
import io.patchbay.routing.Slice;
import io.patchbay.routing.Trial;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The way back, where every other change has to be previewed and its credentials must work. */
@ExtendWith(OutputCaptureExtension.class)
class RestoreTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Operator operator;
    static ConfigurationStore store;
    static ObjectNode first;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("patchbay.preview.required", "true"));
        operator = new Operator(gateway);
        store = gateway.application().getBean(ConfigurationStore.class);
        first = store.revision(store.current().revision()).document();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        activate(document -> { });
    }

    /** Past everything that is asked over the API. */
    private static long activate(Consumer<ObjectNode> edit) {
        store.activate(edited(edit), "test", "prepared", store.current().revision());
        return store.current().revision();
    }

    private static ObjectNode edited(Consumer<ObjectNode> edit) {
        ObjectNode document = first.deepCopy();
        edit.accept(document);
        return document;
    }

    private static void unusable(ObjectNode document) {
        document.withObject("/accounts/acme-connect/credentials").put("apiKey", "file:nowhere");
    }

    @Test
    void what_was_in_force_is_back_in_one_step_without_preview_and_untried(CapturedOutput log) {
        long old = activate(RestoreTest::unusable);
        activate(document -> document.withObject("/tenants/acme").put("title", "A slip"));

        assertThat(operator.propose("\"patch\": {\"tenants\": {\"acme\": {\"title\": \"Another\"}}}").text("/code")).isEqualTo("preview-required");
        Answer back = operator.restore(old);

        assertThat(back.status()).as(back.body()).isEqualTo(201);
        assertThat(store.current().accounts().get("acme-connect").credentials()).containsEntry("apiKey", "file:nowhere");
        assertThat(log).contains("The credentials of [acme-connect] come into force untried, as administrator demo restores what was in force before");
    }

    @Test
    void what_was_only_tried_out_is_a_change_like_any_other() {
        Rollouts rollouts = gateway.application().getBean(Rollouts.class);
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        Activation begun = rollouts.begin(edited(RestoreTest::unusable), "test", "tried", store.current().revision(),
                new Trial(Slice.of(none.deepCopy().put("percent", 1)), Guard.of(none)));
        rollouts.rollBack(null, "test", "it was bad");

        Answer refused = operator.restore(((Activation.Activated) begun).revision());

        assertThat(refused.status()).isEqualTo(428);
        assertThat(refused.text("/code")).isEqualTo("preview-required");
    }

    @Test
    void what_is_in_use_by_now_is_not_taken_away_by_going_back() {
        long without = activate(document -> {
            document.withObject("/accounts").remove("globex-telegent");
            document.withArray("/routes").remove(1);
        });
        activate(document -> { });
        Answer made = Party.TELEGENT.create(gateway);
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        Answer refused = operator.restore(without);

        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("account-in-use");
    }

    @Test
    void a_preview_that_is_named_all_the_same_has_to_be_of_just_this() {
        long old = store.current().revision();
        activate(document -> document.withObject("/tenants/acme").put("title", "A slip"));

        Answer refused = gateway.post(Gateway.ADMIN, "/admin/v1/revisions/" + old + "/restore", "{\"reason\": \"back\", \"preview\": \"prv_none\"}");

        assertThat(refused.text("/code")).isEqualTo("preview-outdated");
    }
}
