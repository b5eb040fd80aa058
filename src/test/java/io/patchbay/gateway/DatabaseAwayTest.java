package io.patchbay.gateway;

import static io.patchbay.testing.Gateway.ACME;
import static io.patchbay.testing.Gateway.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.routing.ConfigurationStore;
import io.patchbay.testing.Gateway;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** While there is no connection to the database to be had, everybody hears so in words that are meant for them. */
class DatabaseAwayTest {

    private static final String CHANGE = """
            {"reason": "another name", "patch": {"offerings": {"mobile-10gb": {"name": "Another name"}}}}""";

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static JdbcClient elsewhere;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("spring.datasource.hikari.connection-timeout", "300"));
        elsewhere = JdbcClient.create(TestDatabase.empty().dataSource());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_change_is_refused_with_what_an_administrator_can_do_and_comes_into_force_afterwards() {
        away();
        try {
            Answer refused = gateway.post(ADMIN, "/admin/v1/revisions", CHANGE);

            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.text("/code")).isEqualTo("not-ready");
            assertThat(refused.text("/detail")).contains("GET /admin/v1/audit").doesNotContain("Idempotency-Key", "orders");
            assertThat(gateway.post(ACME, "/v1/subscriptions", Party.order()).text("/detail")).contains("nothing was sent", "Idempotency-Key");
        } finally {
            back();
        }
        await().until(() -> gateway.post(ADMIN, "/admin/v1/revisions", CHANGE).status() == 201);
    }

    @Test
    @Timeout(60)
    void a_change_does_not_queue_up_behind_others_who_try_the_database() {
        away();
        try {
            synchronized (gateway.application().getBean(ConfigurationStore.class)) {
                assertThat(gateway.post(ADMIN, "/admin/v1/revisions", CHANGE).status()).isEqualTo(503);
            }
        } finally {
            back();
        }
    }

    private static void away() {
        elsewhere.sql("alter database " + name() + " allow_connections false").update();
        elsewhere.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?").param(name()).query((row, n) -> n).list();
    }

    private static void back() {
        elsewhere.sql("alter database " + name() + " allow_connections true").update();
        await().until(() -> gateway.get(ADMIN, "/admin/v1/revisions/current").status() == 200);
    }

    private static String name() {
        return gateway.database().url().replaceAll(".*/", "");
    }
}
