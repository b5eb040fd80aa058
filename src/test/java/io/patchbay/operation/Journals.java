package io.patchbay.operation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import io.patchbay.subscription.TimeOrderedId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A journal over a database, without the rest of the gateway, and orders to be written down in it. */
public final class Journals implements AutoCloseable {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ACCOUNT = "account";

    final HikariDataSource source;
    final Journal journal;
    final Takeovers takeovers;
    final IdempotencyKeys keys;
    final References references;
    final TransactionTemplate transactions;
    final MeterRegistry meters = new SimpleMeterRegistry();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    /** @param settings of the gateway */
    public Journals(String url, Map<String, Object> settings) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setPassword("postgres");
        pool.setMaximumPoolSize(Integer.parseInt(settings.getOrDefault("connections", "20").toString()));
        pool.setConnectionTimeout(Long.parseLong(settings.getOrDefault("connection-timeout", "30000").toString()));
        source = new HikariDataSource(pool);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("settings", settings));
        // what holds a group up in a test is let go by the test
        context.getEnvironment().getPropertySources().addLast(new MapPropertySource("usually", Map.of("patchbay.journal.patience", "1m", "patchbay.journal.silence", "2m")));
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.registerBean(DataSource.class, () -> source);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(source));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
        context.registerBean(TransactionTemplate.class, () -> transactions);
        context.registerBean(MeterRegistry.class, () -> meters);
        context.registerBean(ObjectMapper.class, () -> new ObjectMapper());
        context.registerBean(Clock.class, () -> Clock.systemUTC());
        context.register(Parts.class);
        context.refresh();
        journal = context.getBean(Journal.class);
        takeovers = context.getBean(Takeovers.class);
        keys = context.getBean(IdempotencyKeys.class);
        references = context.getBean(References.class);
    }

    @ComponentScan(basePackages = {"io.patchbay.operation", "io.patchbay.subscription", "io.patchbay.schedule", "io.patchbay.seal"}, lazyInit = true)
    static class Parts {
    }

    /** An order whose only request is about to leave; an ICCID is part of it. */
    static Draft draft(String number) {
        return draft(number, number, number);
    }

    /** @param key and @param reference null if it has none */
    static Draft draft(String number, String key, String reference) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String operation = TimeOrderedId.operation(now.toEpochMilli());
        ObjectNode command = JSON.objectNode().put("productOfferingId", "mobile-10gb").put("customerId", "customer-1").put("referenceId", reference);
        command.putObject("subscriber").put("name", "Ada Byron").put("email", "ada@example.com");
        command.putObject("activation").putObject("sim").put("iccid", number).put("esim", true);
        ObjectNode details = JSON.objectNode();
        details.set("subscriber", command.get("subscriber").deepCopy());
        details.putObject("sim").put("iccid", number);
        details.putObject("productOffering").put("productOfferingId", "mobile-10gb").put("name", "10 GB a month");
        Subscription subscription = new Subscription(TimeOrderedId.subscription(now.toEpochMilli()), "acme", reference, SubscriptionStatus.PENDING, "provider",
                ACCOUNT, null, "mobile-10gb", "customer-1", null, null, null, operation, details, 0, now, now);
        ObjectNode context = JSON.objectNode().put("plan", "plan-10").put("now", now.toString());
        context.set("command", command.deepCopy());
        ObjectNode exchange = JSON.objectNode().put("method", "POST").put("path", "/v3/subscription");
        exchange.set("request", command.deepCopy());
        Attempt attempt = new Attempt(1, "create", "MAYBE_SENT", now, null, null, null, null, "d".repeat(64), exchange.toString().getBytes(), exchange,
                null, null, ACCOUNT);
        Operation made = new Operation(operation, "acme", subscription.id(), OperationKind.CREATE, OperationState.SENDING, reference, "provider", ACCOUNT, 1,
                command, context, JSON.objectNode().put("step", "create"), null, JSON.arrayNode(), List.of(attempt), key, Operation.FIRST_FENCE, now, now);
        return new Draft(made, subscription, true, key == null ? null : new Claim("acme", key, "f".repeat(64)), false);
    }

    static List<PoolItem> wanted(Draft draft) {
        return List.of(new PoolItem(ACCOUNT, "sims", "any", draft.subscription().iccid()));
    }

    /** Its provider has done it. */
    static Closing closing(Draft draft) {
        Operation operation = draft.operation();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        ObjectNode outcome = JSON.objectNode().put("class", "SUCCEEDED").put("rule", "created").put("message", "done");
        List<Attempt> ended = operation.attempts().stream().map(attempt -> attempt.endedAt() != null ? attempt : attempt.ended("ANSWERED", now, 201, "SUCCEEDED", "created",
                attempt.exchange().deepCopy().put("status", 201).put("answer", "{\"id\":\"" + operation.id() + "\"}"))).toList();
        Operation done = operation.with(OperationState.SUCCEEDED, outcome, JSON.objectNode(), operation.notices(), ended);
        return new Closing(done, draft.subscription(), known -> made(known, operation), null, draft.claim(),
                subscription -> new Replay.Answered(201, Map.of("Location", "/v1/subscriptions/" + subscription.id()),
                        JSON.objectNode().put("subscriptionId", subscription.id()).put("updatedAt", subscription.updatedAt().toString())
                                .put("filler", "x".repeat(600)).toString().getBytes()), List.of(), false);
    }

    private static Subscription made(Subscription known, Operation operation) {
        ObjectNode details = known.details().deepCopy().put("activatedAt", "2030-01-01T00:00:00Z").put("expiresAt", "2030-02-01");
        return new Subscription(known.id(), known.tenant(), known.referenceId(), SubscriptionStatus.ACTIVATED, known.provider(), known.account(),
                "at-provider-" + operation.id(), known.offeringId(), known.customerId(), "+46700000000", known.scheduledAt(), known.endsAt(), null, details,
                known.version(), known.createdAt(), known.updatedAt());
    }

    @Override
    public void close() {
        context.close();
        source.close();
    }
}
