package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.operation.OpenOperations;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Retention;
import io.patchbay.testing.Gateway;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, and what is not however old it is. */
class RetentionTest {

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace);
        rows = new Rows(gateway.database());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
        rows.execute("delete from operation; delete from event");
    }

    private static Retention retention() {
        return gateway.application().getBean(Retention.class);
    }

    private static String ended() {
        return Party.CONNECT.record(gateway, Party.CONNECT.created(gateway)).path("operationId").asText();
    }

    private static String open(String state) {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        String id = Party.CONNECT.create(gateway).text("/operationId");
        rows.execute("update operation set due_at = null, state = '" + state + "' where operation_id = '" + id + "'");
        return id;
    }

    private static void age(String table, String column, String by) {
        rows.execute("update " + table + " set " + column + " = " + column + " - interval '" + by + "'");
    }

    @Test
    void operations_that_ended_long_ago_are_forgotten_with_their_evidence() {
        String id = ended();
        age("operation", "updated_at", "91 days");
        String young = ended();

        assertThat(retention().purgeOperations()).isOne();

        assertThat(rows.texts("select operation_id from operation")).containsExactly(young);
        assertThat(rows.texts("select number from attempt where operation_id = ?", id)).isEmpty();
        assertThat(gateway.get(ACME, "/v1/operations/" + id).status()).isEqualTo(404);
        assertThat(retention().purgeOperations()).isZero();
    }

    @Test
    void what_is_open_is_kept_however_old_it_is() {
        String id = open("NEEDS_ATTENTION");
        age("operation", "updated_at", "900 days");

        assertThat(retention().purgeOperations()).isZero();
        assertThat(rows.texts("select operation_id from operation")).containsExactly(id);
    }

    @Test
    void what_a_subscription_still_takes_for_open_is_kept() {
        String id = ended();
        rows.execute("update subscription set open_operation = '" + id + "' where details ->> 'operationId' = '" + id + "'");
        age("operation", "updated_at", "91 days");

        assertThat(retention().purgeOperations()).isZero();
    }

    @Test
    void more_than_one_batch_is_forgotten_at_once() {
        rows.execute("insert into event (event_id, tenant, type, at) select event_id(now()), 'acme', 'operation.unknown', now() - interval '31 days' "
                + "from generate_series(1, 1001)");
        rows.execute("insert into event (event_id, tenant, type) select event_id(now()), 'acme', 'operation.unknown'");

        assertThat(retention().purgeEvents()).isEqualTo(1001);

        assertThat(rows.count("event")).isOne();
    }

    @Test
    void the_age_of_what_is_open_is_measured_and_what_waits_for_a_person_is_told_by_health() {
        open("NEEDS_ATTENTION");
        age("operation", "created_at", "1 hour");
        OpenOperations open = gateway.application().getBeanFactory().createBean(OpenOperations.class);

        assertThat(open.count(OperationState.NEEDS_ATTENTION)).isOne();
        assertThat(open.oldest(OperationState.NEEDS_ATTENTION)).isBetween(3600.0, 4000.0);
        assertThat(open.oldest(OperationState.QUEUED)).isZero();
        assertThat(gateway.application().getBean(MeterRegistry.class).get("patchbay.operations.oldest").tag("state", "UNKNOWN").gauge()).isNotNull();
        Gateway.Answer health = Gateway.raw(gateway.managementPort(), null, "GET", "/actuator/health/operations", null);
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.text("/status")).isEqualTo("UP");
        assertThat(health.json().at("/details/needsAttention").isIntegralNumber()).isTrue();
    }

    @Test
    void without_a_database_nobody_knows_what_is_open() {
        rows.execute("alter table operation rename to operation_away");
        try {
            OpenOperations open = gateway.application().getBeanFactory().createBean(OpenOperations.class);
            assertThat(open.count(OperationState.UNKNOWN)).isNaN();
            assertThat(open.oldest(OperationState.UNKNOWN)).isNaN();
        } finally {
            rows.execute("alter table operation_away rename to operation");
        }
        assertThat(gateway.get(ADMIN, "/admin/v1/operations").status()).isEqualTo(200);
    }

    @Test
    void kept_for_ever_is_kept(@TempDir Path other) {
        try (Gateway keeping = Gateway.start(other, Map.of("patchbay.retention.operations", "0", "patchbay.retention.events", "0"))) {
            Rows kept = new Rows(keeping.database());
            Party.CONNECT.created(keeping);
            kept.execute("update operation set updated_at = now() - interval '9000 days'");
            kept.execute("insert into event (event_id, tenant, type, at) select event_id(now()), 'acme', 'operation.unknown', now() - interval '9000 days'");

            assertThat(keeping.application().getBean(Retention.class).purgeOperations()).isZero();
            assertThat(keeping.application().getBean(Retention.class).purgeEvents()).isZero();
        }
        assertThatCode(() -> retention().purgeEvents()).doesNotThrowAnyException();
    }
}
