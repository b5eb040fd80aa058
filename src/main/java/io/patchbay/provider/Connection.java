package io.patchbay.provider;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.ProviderSheet;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account ready for use: its sheet, its authorisation and its circuit breaker. Requests leave through {@link #outgoing}; the
 * result holds credentials and is never written down.
 */
public final class Connection {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final String line;
    private final Account account;
    private final ProviderSheet sheet;
    private final Authorisation authorisation;
    private final DerivedSecrets secrets;
    private final CircuitBreaker breaker;
    private final Supplier<CircuitBreaker> known;
    private final boolean onTrial;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicReference<String> told = new AtomicReference<>();

    Connection(String line, Account account, ProviderSheet sheet, Authorisation authorisation, DerivedSecrets secrets, CircuitBreaker breaker) {
        this(line, account, sheet, authorisation, secrets, breaker, () -> breaker, false);
    }

    /**
     * @param breaker its own
     * @param known   the one of the account as it is for everybody, at the time: other settings give it another one
     * @param onTrial whether that is not its own
     */
    Connection(String line, Account account, ProviderSheet sheet, Authorisation authorisation, DerivedSecrets secrets, CircuitBreaker breaker,
            Supplier<CircuitBreaker> known, boolean onTrial) {
        this.line = line;
        this.account = account;
        this.sheet = sheet;
        this.authorisation = authorisation;
        this.secrets = secrets;
        this.breaker = breaker;
        this.known = known;
        this.onTrial = onTrial;
    }

    /** Name of this connection, unique on this node: another one to the same account, configured otherwise, has another name. */
    public String line() {
        return line;
    }

    public Account account() {
        return account;
    }

    public ProviderSheet sheet() {
        return sheet;
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /** How many requests a minute may be made, over all nodes; 0 = no limit. */
    public int requestsPerMinute() {
        Integer documented = sheet.limits().requestsPerMinute();
        Integer agreed = account.requestsPerMinute();
        return agreed != null ? agreed : documented == null ? 0 : documented;
    }

    /** How many requests it takes to make this one now, as the provider counts. */
    public int requests(ProviderRequest request) {
        return sheet.limits().tokensCount() ? 1 + authorisation.calls(endpoint(request.path())) : 1;
    }

    /** Whether nothing is let through: its circuit breaker is open, or an operator has taken the account out of service. */
    public boolean isBarred() {
        return isInMaintenance() || isHeldOpen() || breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /** Whether the account is configured otherwise for everybody else, and its own circuit breaker knows only what goes over this connection. */
    public boolean isOnTrial() {
        return onTrial;
    }

    /** Whether an operator has taken the account out of service. What began on a connection of before goes on over that one. */
    public boolean isInMaintenance() {
        return account.state() == AccountState.MAINTENANCE;
    }

    /** Whether that is an administrator's doing, and no failure's. Who holds an account's open means every connection to it. */
    public boolean isHeldOpen() {
        return known.get().getState() == CircuitBreaker.State.FORCED_OPEN || breaker.getState() == CircuitBreaker.State.FORCED_OPEN;
    }

    /** Whether its circuit breaker lets a few requests through to find out about the provider. */
    public boolean isFindingOut() {
        return breaker.getState() == CircuitBreaker.State.HALF_OPEN;
    }

    /** How many requests are on their way on this node. */
    public int inFlight() {
        return inFlight.get();
    }

    public void departed() {
        inFlight.incrementAndGet();
    }

    public void returned() {
        inFlight.decrementAndGet();
    }

    /**
     * Puts credentials to a request.
     *
     * @throws AuthorisationFailed if none can be had
     */
    public Outgoing outgoing(ProviderRequest request, String operationId) {
        try {
            Outgoing outgoing = authorised(request, operationId);
            told.set(null);
            return outgoing;
        } catch (MissingCredential missing) {
            tell(missing.getMessage());
            throw AuthorisationFailed.withoutCredential();
        }
    }

    /** Once, and not for every order that fails of it. */
    private void tell(String missing) {
        if (!missing.equals(told.getAndSet(missing))) {
            log.error("{}. Its requests are refused with provider-credentials-refused and nothing is sent, until it can be read: a file is "
                    + "tried again with each request, env and property need a restart", missing);
        }
    }

    private Outgoing authorised(ProviderRequest request, String operationId) {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        Map<String, String> query = new LinkedHashMap<>(request.query());
        authorisation.apply(endpoint(request.path()), headers, query);
        return new Outgoing(request.method(), request.path(), query, headers, secrets.filled(request.body(), operationId));
    }

    /**
     * Tells its credentials, as their references lead to them now, from others.
     *
     * @throws MissingCredential if one cannot be read
     */
    public String secretsDigest() {
        return secrets.digest();
    }

    /** Forgets the authorisation of a refused request. @return whether trying once more would carry something new */
    public boolean renew(Outgoing refused) {
        return authorisation.renew(endpoint(refused.path()), refused.headers());
    }

    private URI endpoint(String path) {
        return URI.create(account.baseUrl() + path);
    }
}
