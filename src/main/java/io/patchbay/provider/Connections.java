package io.patchbay.provider;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patchbay.mapping.ProviderSheet;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link Connection} for an account, with the mechanisms its provider's sheet asks for. */
public final class Connections {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private static final String TRIAL = ".trial.";
    private static final URI NOWHERE = URI.create("http://localhost");

    private final Credentials credentials;
    private final CircuitBreakerRegistry breakers;
    private final Clock clock;
    private final Waits waits;
    private final AtomicLong made = new AtomicLong();
    /** What each breaker was made with. */
    private final Map<String, ProviderSheet.Breaker> settings = new ConcurrentHashMap<>();

    /** What takes the place of a breaker as soon as its connection is in service. */
    private final Map<String, Coming> coming = new ConcurrentHashMap<>();

    public Connections(Credentials credentials, CircuitBreakerRegistry breakers, Clock clock, Waits waits) {
        this.credentials = credentials;
        this.breakers = breakers;
        this.clock = clock;
        this.waits = waits;
    }

    /** An account that is configured otherwise while that is being tried out; what fails there is not held against the account as it is for everybody else. */
    public Connection onTrial(Account account, ProviderSheet sheet) {
        return to(account, sheet, true);
    }

    /**
     * An account without its credentials is connected all the same: a file may still come, and the other accounts need not wait. Nothing that
     * is in use changes before {@link #inService}.
     *
     * @throws RuntimeException if no connection can be made of what the sheet says; then nothing is left of it
     */
    public Connection to(Account account, ProviderSheet sheet) {
        return to(account, sheet, false);
    }

    private Connection to(Account account, ProviderSheet sheet, boolean trial) {
        credentials.missing(account).forEach(missing -> log.warn("{}. Requests to this account will be refused until it can be read", missing.getMessage()));
        Supplier<Map<String, String>> secrets = () -> credentials.of(account);
        Authorisation authorisation = authorisation(account.baseUrl(), sheet, secrets, clock, waits);
        DerivedSecrets derived = new DerivedSecrets(sheet.derived(), secrets);
        long number = made.incrementAndGet();
        CircuitBreaker own = breaker(account, trial ? account.name() + TRIAL + number : account.name(), sheet.breaker());
        Supplier<CircuitBreaker> known = trial ? () -> breakers.find(account.name()).orElse(own) : () -> own;
        return new Connection(account.name() + "." + number, account, sheet, authorisation, derived, own, known, trial);
    }

    /** From now on its circuit breaker is the one its account is known by; it goes on in the state of the one before. */
    public synchronized void inService(Connection connection) {
        CircuitBreaker fresh = connection.breaker();
        if (coming.values().removeIf(next -> next.breaker() == fresh)) {
            takeOver(breakers.circuitBreaker(fresh.getName()), fresh);
            settings.put(fresh.getName(), connection.sheet().breaker());
            tell(connection.account(), fresh);
        }
    }

    /** Nobody will ask again how an account did that was only tried out, or never came into service. */
    public synchronized void retired(Connection connection) {
        coming.values().removeIf(next -> next.breaker() == connection.breaker());
        if (connection.isOnTrial()) {
            breakers.remove(connection.breaker().getName());
            settings.remove(connection.breaker().getName());
        }
    }

    /**
     * Whether connections could be made with this sheet, by making what they are made of.
     *
     * @return JSON pointer of the part that cannot, and why
     */
    public static Map<String, String> faults(ProviderSheet sheet, Clock clock) {
        Map<String, String> faults = new LinkedHashMap<>();
        attempt("/breaker", () -> config(sheet.breaker()), faults);
        attempt("/authorisation", () -> authorisation(NOWHERE, sheet, Map::of, clock, new Waits(() -> 0)), faults);
        return faults;
    }

    private static void attempt(String pointer, Runnable making, Map<String, String> faults) {
        try {
            making.run();
        } catch (RuntimeException broken) {
            faults.put(pointer, "no connection can be made with it: " + broken.getMessage());
        }
    }

    /** For trying an account that may never come into force: nothing of it is kept, and no breaker learns from it. */
    public Connection passing(Account account, ProviderSheet sheet) {
        Supplier<Map<String, String>> secrets = () -> credentials.of(account);
        CircuitBreaker unheard = CircuitBreaker.ofDefaults(account.name());
        return new Connection(account.name(), account, sheet, authorisation(account.baseUrl(), sheet, secrets, clock, waits),
                new DerivedSecrets(sheet.derived(), secrets), unheard);
    }

    /** Every reference of the account that leads nowhere on this node. */
    public List<MissingCredential> missing(Account account) {
        return credentials.missing(account);
    }

    /** Stands for an account in what is only thought through: nothing can be sent over it, and its breaker knows of nothing. */
    public Connection imagined(Account account, ProviderSheet sheet) {
        return new Connection(account.name() + ".imagined", account, sheet, new NoAuthorisation(), new DerivedSecrets(sheet.derived(), Map::of),
                CircuitBreaker.ofDefaults(account.name()));
    }

    private static Authorisation authorisation(URI baseUrl, ProviderSheet sheet, Supplier<Map<String, String>> secrets, Clock clock, Waits waits) {
        ProviderSheet.Authorisation asked = sheet.authorisation();
        return switch (asked.mechanism()) {
            case "header-key" -> new FixedKey(asked.text("header"), prefix(asked), false, () -> secrets.get().get(asked.text("credential")));
            case "query-key" -> new FixedKey(asked.text("parameter"), "", true, () -> secrets.get().get(asked.text("credential")));
            case "token-per-endpoint" -> tokens(baseUrl, sheet, secrets, clock, waits);
            default -> throw new IllegalArgumentException("Unknown authorisation mechanism " + asked.mechanism());
        };
    }

    private static Authorisation tokens(URI baseUrl, ProviderSheet sheet, Supplier<Map<String, String>> secrets, Clock clock, Waits waits) {
        ProviderSheet.Authorisation asked = sheet.authorisation();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(sheet.http().connect()).build();
        TokenOffice office = new TokenOffice(http, sheet.http().response(), baseUrl, asked.inputs(), secrets, TokenExpiry.of(asked.inputs(), clock));
        return new TokenPerEndpoint(office, asked.text("header"), prefix(asked), clock, waits);
    }

    private static String prefix(ProviderSheet.Authorisation asked) {
        return asked.inputs().path("prefix").asText("");
    }

    private static boolean isAboutUs(Throwable fault) {
        return fault instanceof ConnectionRequestTimeoutException || fault instanceof LeaseEnded || fault instanceof LimitReached || fault instanceof InMaintenance
                || fault instanceof AuthorisationFailed failed && failed.isAboutUs();
    }

    private static void tell(Account account, CircuitBreaker breaker) {
        breaker.getEventPublisher().onStateTransition(event -> tell(account, event.getStateTransition().getToState(), event.getStateTransition().getFromState()));
    }

    private static void tell(Account account, CircuitBreaker.State now, CircuitBreaker.State before) {
        switch (now) {
            case CLOSED -> log.info("The circuit breaker of account {} is {} now, it was {}; everything is sent to it again", account.name(), now, before);
            case METRICS_ONLY, DISABLED -> log.warn("The circuit breaker of account {} is {} now, it was {}; everything is sent to it, whatever fails",
                    account.name(), now, before);
            default -> log.warn("The circuit breaker of account {} is {} now, it was {}; while it is OPEN or FORCED_OPEN, nothing is sent to it: orders go to "
                    + "another account, wait or are refused with 503, as their routing rule says, and what is due waits", account.name(), now, before);
        }
    }

    /**
     * The breaker outlives a changed configuration of the same account, and what it learned with it. Other settings take another breaker, which
     * waits until its connection is in service: whoever holds the account open meanwhile means the one in use.
     */
    private synchronized CircuitBreaker breaker(Account account, String name, ProviderSheet.Breaker asked) {
        CircuitBreakerConfig config = config(asked);
        Optional<CircuitBreaker> known = breakers.find(name);
        if (known.isEmpty()) {
            CircuitBreaker first = breakers.circuitBreaker(name, config);
            settings.put(name, asked);
            tell(account, first);
            return first;
        }
        return asked.equals(settings.get(name)) ? known.get() : coming(name, asked, config);
    }

    /** One for all connections to an account that are made ready together. */
    private CircuitBreaker coming(String name, ProviderSheet.Breaker asked, CircuitBreakerConfig config) {
        Coming next = coming.get(name);
        if (next == null || !next.asked().equals(asked)) {
            next = new Coming(asked, CircuitBreaker.of(name, config));
            coming.put(name, next);
        }
        return next.breaker();
    }

    /** A breaker that is not in use yet. */
    private record Coming(ProviderSheet.Breaker asked, CircuitBreaker breaker) {
    }

    private void takeOver(CircuitBreaker old, CircuitBreaker fresh) {
        switch (old.getState()) {
            case OPEN -> fresh.transitionToOpenState();
            case FORCED_OPEN -> fresh.transitionToForcedOpenState();
            case DISABLED -> fresh.transitionToDisabledState();
            case METRICS_ONLY -> fresh.transitionToMetricsOnlyState();
            case HALF_OPEN -> {
                fresh.transitionToOpenState();
                fresh.transitionToHalfOpenState();
            }
            case CLOSED -> { }
        }
        breakers.replace(old.getName(), fresh);
    }

    private static CircuitBreakerConfig config(ProviderSheet.Breaker asked) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(asked.failureRate())
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(asked.window())
                .minimumNumberOfCalls(asked.minimumCalls())
                .waitDurationInOpenState(asked.open())
                .permittedNumberOfCallsInHalfOpenState(asked.halfOpenCalls())
                // refused credentials, a used-up rate or no connection left of ours say nothing about whether the provider works
                .ignoreException(Connections::isAboutUs)
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .build();
    }
}
