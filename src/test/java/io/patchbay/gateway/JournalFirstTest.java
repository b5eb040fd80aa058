package io.patchbay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.operation.Closing;
import io.patchbay.operation.Draft;
import io.patchbay.operation.Journal;
import io.patchbay.operation.Operation;
import io.patchbay.operation.OperationKind;
import io.patchbay.operation.OperationState;
import io.patchbay.operation.Operations;
import io.patchbay.operation.Replay;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.Subscriptions;
import io.patchbay.testing.Gateway.Answer;
import io.patchbay.testing.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing is sent before it is written down, and what cannot be written down afterwards is not lost. */
class JournalFirstTest {

    private static final String STATE = "select state from operation where reference_id = ?";

    @TempDir
    static Path workspace;

    static Gateway gateway;
    static Rows rows;

    private final String key = UUID.randomUUID().toString();
    private final String order = Party.order();
    private final String reference = order.replaceAll("(?s).*\"referenceId\": \"([^\"]+).*", "$1");

    @BeforeAll
    static void start() {
        gateway = Gateway.start(workspace, Map.of("spring.datasource.hikari.connection-timeout", "1000"));
        rows = new Rows(gateway.database());
        rows.execute("create function refused() returns trigger language plpgsql as 'begin raise exception ''no''; end'");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void fresh() {
        gateway.reset();
    }

    private Answer ordered(Party party) {
        return gateway.post(party.key, "/v1/subscriptions", order, "Idempotency-Key", key);
    }

    private static long changes(Party party) {
        return party.arrived(gateway, party.createCall) + party.arrived(gateway, "POST /v1.0/subscribers/create");
    }

    private static void guarded(String trigger, Runnable test) {
        rows.execute("create trigger refusing " + trigger + " for each row execute function refused()");
        try {
            test.run();
        } finally {
            rows.execute("drop trigger refusing on " + trigger.replaceAll("(?s).* on (\\w+).*", "$1"));
        }
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void the_order_is_in_the_journal_while_the_provider_still_thinks(Party party) {
        party.created(gateway);
        long before = party.arrived(gateway, party.createCall);
        party.faulty(gateway, party.createCall, "delay:1500");

        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> ordered(party));
        await().until(() -> party.arrived(gateway, party.createCall) > before);

        assertThat(answer).isNotDone();
        assertThat(rows.texts(STATE, reference)).containsExactly("SENDING");
        assertThat(rows.texts("select phase from attempt join operation using (operation_id) where reference_id = ? and request is not null "
                + "order by number desc limit 1", reference)).containsExactly("MAYBE_SENT");
        assertThat(inFlight(party)).isOne();
        Answer meanwhile = ordered(party);
        assertThat(meanwhile.status()).isEqualTo(409);
        assertThat(meanwhile.text("/code")).isEqualTo("idempotency-key-in-flight");
        assertThat(answer.join().status()).isEqualTo(201);
        assertThat(inFlight(party)).isZero();
        assertThat(party.arrived(gateway, party.createCall) - before).isOne();
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void of_many_orders_at_once_none_is_sent_before_the_commit_that_carries_it_is_done(Party party) throws SQLException {
        rows.execute("create function held() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock_shared(4711); return null; end'; "
                + "create constraint trigger holding after insert on operation deferrable initially deferred for each row execute function held()");
        List<CompletableFuture<Answer>> answers;
        try (Connection holder = DriverManager.getConnection(gateway.database().url(), gateway.database().username(), gateway.database().password())) {
            holder.createStatement().execute("select pg_advisory_lock(4711)");
            answers = Stream.generate(Party::order).limit(8).map(body -> CompletableFuture.supplyAsync(() -> gateway.post(party.key, "/v1/subscriptions", body),
                    task -> Thread.ofVirtual().start(task))).toList();
            await().until(() -> !rows.texts("select pid::text from pg_locks where locktype = 'advisory' and not granted").isEmpty());
            await().during(Duration.ofMillis(500)).until(() -> changes(party) == 0);
        } finally {
            rows.execute("drop trigger holding on operation; drop function held()");
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).as(answer.join().body()).isEqualTo(201));
        assertThat(gateway.truth(party.provider)).hasSize(8);
    }

    private static int inFlight(Party party) {
        JsonNode accounts = gateway.get(Gateway.ADMIN, "/admin/v1/accounts").json().path("items");
        return StreamSupport.stream(accounts.spliterator(), false).filter(account -> account.path("provider").asText().equals(party.provider))
                .findFirst().orElseThrow().path("inFlight").asInt();
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void an_order_that_cannot_be_written_down_is_not_sent(Party party) {
        for (String table : List.of("operation", "attempt", "subscription", "idempotency")) {
            guarded("before insert on " + table, () -> isNotReady(party, ordered(party)));
        }
        assertThat(ordered(party).status()).isEqualTo(201);
        assertThat(gateway.truth(party.provider)).hasSize(1);
    }

    private static void isNotReady(Party party, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.text("/code")).isEqualTo("not-ready");
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(changes(party)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void without_the_table_nothing_is_sent(Party party) {
        rows.execute("alter table operation rename to operation_away");
        try {
            isNotReady(party, ordered(party));
        } finally {
            rows.execute("alter table operation_away rename to operation");
        }
        assertThat(ordered(party).status()).isEqualTo(201);
    }

    @Test
    void without_a_database_nothing_is_sent_and_the_gateway_recovers() throws SQLException {
        String name = URI.create(gateway.database().url().substring("jdbc:".length())).getPath().substring(1);
        server("alter database " + name + " with allow_connections false",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
        try {
            isNotReady(Party.CONNECT, ordered(Party.CONNECT));
        } finally {
            server("alter database " + name + " with allow_connections true");
        }
        await().until(() -> ordered(Party.CONNECT).status() == 201);
        assertThat(gateway.truth("connect")).hasSize(1);
    }

    private static void server(String... statements) throws SQLException {
        String url = gateway.database().url().replaceFirst("/[^/]+$", "/postgres");
        try (Connection connection = DriverManager.getConnection(url, gateway.database().username(), gateway.database().password())) {
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void an_outcome_that_cannot_be_written_down_is_answered_202_and_stays_sending(Party party) {
        double before = counted(party, "SUCCEEDED");
        guarded("before update on operation", () -> {
            Answer answer = ordered(party);
            assertThat(answer.status()).as(answer.body()).isEqualTo(202);
            assertThat(answer.headers().get("location")).isEqualTo("/v1/operations/" + answer.text("/operationId"));
            assertThat(rows.texts(STATE, reference)).containsExactly("SENDING");
            assertThat(counted(party, "SUCCEEDED")).isEqualTo(before);
        });
        assertThat(changes(party)).isOne();
        Answer again = ordered(party);
        assertThat(again.status()).isEqualTo(409);
        assertThat(changes(party)).isOne();
    }

    private static double counted(Party party, String state) {
        return gateway.application().getBean(MeterRegistry.class)
                .counter("patchbay.operations", "kind", "create", "provider", party.provider, "state", state).count();
    }

    @ParameterizedTest
    @EnumSource(Party.class)
    void an_attempt_is_written_when_it_begins_and_when_it_ends_and_then_left_alone(Party party) {
        rows.execute("create table touched (number int); create function touched() returns trigger language plpgsql as "
                + "'begin insert into touched values (new.number); return new; end'; create trigger touching after update on attempt for each row "
                + "when (new.request is not distinct from old.request or to_jsonb(new) - 'request' <> to_jsonb(old) - 'request') execute function touched()");
        try {
            assertThat(ordered(party).status()).isEqualTo(201);
            assertThat(rows.texts("select number from touched")).isNotEmpty().doesNotHaveDuplicates();
        } finally {
            rows.execute("drop trigger touching on attempt; drop function touched(); drop table touched");
        }
    }

    @Test
    void what_the_steps_had_collected_goes_with_the_outcome() {
        Party.TELEGENT.faulty(gateway, Party.TELEGENT.createCall, "drop-after");
        assertThat(ordered(Party.TELEGENT).status()).isEqualTo(202);
        assertThat(rows.texts("select state from operation where reference_id = ? and progress is not null", reference)).containsExactly("UNKNOWN");

        assertThat(Party.CONNECT.create(gateway).status()).isEqualTo(201);
        assertThat(rows.texts("select operation_id from operation where state in ('SUCCEEDED', 'REJECTED') and progress is not null")).isEmpty();
    }

    @Test
    void an_open_operation_can_be_taken_up_with_what_was_ordered_and_sent() {
        Operations operations = gateway.application().getBean(Operations.class);
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        Answer lost = gateway.post(Party.CONNECT.key, "/v1/subscriptions", ported());
        Operation open = operations.find("acme", lost.text("/operationId")).orElseThrow();

        assertThat(open.command().at("/activation/porting/sealed").isTextual()).isTrue();
        assertThat(operations.command(open).at("/activation/porting/accountNumber").asText()).isEqualTo("account-to-port");
        assertThat(new String(kept(operations.request(open.id(), 1).orElseThrow()).body(), StandardCharsets.UTF_8)).contains("account-to-port");
        assertThat(operations.request(open.id(), 2)).isEmpty();
    }

    private static ProviderRequest kept(byte[] request) {
        try {
            return ProviderRequest.of(new ObjectMapper().readTree(request));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void an_operation_that_cannot_be_opened_can_still_be_seen() {
        Party.CONNECT.faulty(gateway, Party.CONNECT.createCall, "drop-after");
        String id = gateway.post(Party.CONNECT.key, "/v1/subscriptions", ported()).text("/operationId");
        rows.execute("update operation set command = jsonb_set(command, '{activation,porting,sealed}', '\"AAAA\"') "
                + "where operation_id = '" + id + "'");
        rows.execute("update attempt set request = '\\x00' where operation_id = '" + id + "'");

        assertThat(gateway.get(Party.CONNECT.key, "/v1/operations/" + id).text("/state")).isEqualTo("UNKNOWN");
        assertThat(gateway.get(Party.CONNECT.key, "/v1/operations").status()).isEqualTo(200);
        Operations operations = gateway.application().getBean(Operations.class);
        assertThatThrownBy(() -> operations.request(id, 1)).hasMessageContaining("patchbay.seal-key");
    }

    private String ported() {
        return order.replace("\"activation\": {", "\"activation\": {\"msisdn\": \"+46701234567\", "
                + "\"porting\": {\"firstName\": \"A\", \"lastName\": \"B\", \"accountNumber\": \"account-to-port\"}, ");
    }

    @Test
    void an_outcome_that_its_subscription_would_not_show_is_not_written() {
        ConfigurableApplicationContext application = gateway.application();
        Subscription known = application.getBean(Subscriptions.class).find("acme", Party.CONNECT.created(gateway)).orElseThrow();
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        UnaryOperator<Subscription> overtaken = subscription -> {
            jdbc.sql("update subscription set version = version + 1 where subscription_id = :id").param("id", known.id()).update();
            return subscription;
        };
        Operation operation = new Operation("op_" + key, "acme", known.id(), OperationKind.UPDATE, OperationState.SUCCEEDED, null,
                known.provider(), known.account(), 1, JsonNodeFactory.instance.objectNode(), null, null, null,
                JsonNodeFactory.instance.arrayNode(), List.of(), null, Operation.FIRST_FENCE, Instant.EPOCH, Instant.EPOCH);
        Operation received = operation.with(OperationState.RECEIVED, null, null, operation.notices(), List.of());
        Closing closing = new Closing(operation, known, overtaken, null, null, done -> new Replay.Answered(200, Map.of(), null), List.of(), false);

        assertThatThrownBy(() -> application.getBean(Journal.class).record(new Draft(received, known, false, null, false), closing))
                .isInstanceOf(OptimisticLockingFailureException.class);
        assertThat(rows.texts("select state from operation where operation_id = ?", operation.id())).isEmpty();
    }

    @Test
    void a_next_step_that_cannot_be_written_down_is_not_sent() {
        guarded("before update on operation", () -> assertThat(ordered(Party.TELEGENT).status()).isEqualTo(202));

        assertThat(Party.TELEGENT.arrived(gateway, "POST /v1.0/subscribers/create")).isOne();
        assertThat(gateway.truth("telegent")).isEmpty();
    }

    @Test
    void a_cancel_that_cannot_be_written_down_is_not_sent() {
        String id = Party.CONNECT.created(gateway);
        guarded("before insert on operation", () -> {
            Answer answer = gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + id + "/cancel", "{}");
            assertThat(answer.text("/code")).isEqualTo("not-ready");
        });
        assertThat(Party.CONNECT.arrived(gateway, Party.CONNECT.cancelCall)).isZero();
        assertThat(gateway.post(Party.CONNECT.key, "/v1/subscriptions/" + id + "/cancel", "{}").status()).isEqualTo(200);
    }
}
