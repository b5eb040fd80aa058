package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.LossyLine;
import io.patchbay.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order that was refused with the word that nothing was sent is not found carried out later. */
class WithdrawalTest {

    @TempDir
    static Path workspace;

    static TestDatabase database;
    static LossyLine line;
    static Gateway gateway;
    static Rows rows;

    private final String order = Party.order();
    private final String reference = order.replaceAll("(?s).*\"referenceId\": \"([^\"]+).*", "$1");

    @BeforeAll
    static void start() {
        database = TestDatabase.empty();
        line = LossyLine.to(database);
        gateway = Gateway.start(workspace, Map.of("spring.datasource.url", line.url(), "spring.datasource.hikari.connection-timeout", "500",
                "patchbay.withdrawal.every", "100"));
        rows = new Rows(database);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        line.close();
    }

    /** The database may still be carrying it out when the line to it is cut. */
    private String operation(String column) {
        return await().until(() -> rows.texts("select " + column + " from operation where reference_id = ?", reference), found -> !found.isEmpty()).getFirst();
    }

    private Answer ordered(String preference) {
        return gateway.post(ACME, "/v1/subscriptions", order, "Idempotency-Key", reference, "Prefer", preference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "respond-async"})
    void an_order_whose_commit_was_not_confirmed_is_withdrawn_and_may_come_again(String preference) {
        long before = Party.CONNECT.arrived(gateway, Party.CONNECT.createCall);
        line.loseTheAnswerToTheNextCommit();

        Answer refused = ordered(preference);

        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.text("/code")).isEqualTo("not-ready");
        assertThat(operation("state")).isIn("SENDING", "RECEIVED");

        line.mend();
        await().until(() -> operation("state").equals("REJECTED"));
        assertThat(operation("outcome ->> 'rule'")).isEqualTo("withdrawn");
        assertThat(rows.texts("select status from subscription where reference_id = ? and open_operation is null", reference)).containsExactly("FAILED");
        assertThat(rows.texts("select phase from attempt join operation using (operation_id) where reference_id = ?", reference))
                .allMatch("NEVER_SENT"::equals);
        assertThat(Party.CONNECT.arrived(gateway, Party.CONNECT.createCall)).isEqualTo(before);

        assertThat(ordered("wait").status()).isEqualTo(201);
        assertThat(Party.CONNECT.arrived(gateway, Party.CONNECT.createCall)).isEqualTo(before + 1);
    }

    @Test
    void a_change_that_was_withdrawn_leaves_its_subscription_free() {
        String subscription = Party.CONNECT.created(gateway);
        JsonNode before = Party.CONNECT.record(gateway, subscription);
        line.loseTheAnswerToTheNextCommit();
        assertThat(gateway.post(ACME, "/v1/subscriptions/" + subscription + "/cancel", "{}").status()).isEqualTo(503);

        line.mend();
        await().until(() -> rows.texts("select open_operation from subscription where subscription_id = ?", subscription).getFirst() == null);

        assertThat(Party.CONNECT.record(gateway, subscription).path("status")).isEqualTo(before.path("status"));
        assertThat(gateway.post(ACME, "/v1/subscriptions/" + subscription + "/cancel", "{}").status()).isEqualTo(200);
    }
}
