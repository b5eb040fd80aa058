package io.patchbay.route;

import io.patchbay.access.RequestTime;
import io.patchbay.limit.Grant;
import io.patchbay.limit.Turnstile;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.Verdict;
import io.patchbay.provider.AuthorisationFailed;
import io.patchbay.provider.Connection;
import io.patchbay.provider.InMaintenance;
import io.patchbay.provider.LeaseEnded;
import io.patchbay.provider.LimitReached;
import io.patchbay.provider.Waits;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * One HTTP request to a provider account, inside its circuit breaker: puts credentials on at the last moment, takes the answer off,
 * and says for every failure how far the request had got.
 */
@Component("providerCall")
class ProviderCall {

    /** Failures that come before the first byte of a request leaves. Anything else may have reached the provider. */
    private static final List<Class<? extends Throwable>> BEFORE_SENDING = List.of(ConnectException.class, ConnectTimeoutException.class,
            ConnectionRequestTimeoutException.class, UnknownHostException.class, NoRouteToHostException.class, SSLHandshakeException.class);

    private final Turnstile turnstile;
    private final Waits waits;
    private final Duration lease;

    ProviderCall(Turnstile turnstile, Waits waits, @Value("${patchbay.operation.lease:2m}") Duration lease) {
        this.turnstile = turnstile;
        this.waits = waits;
        this.lease = lease;
    }

    public void depart(Exchange exchange) {
        Order order = Order.of(exchange);
        waits.taken();
        pass(order);
        order.sending.outgoing = order.connection.outgoing(order.sending.send.request(), order.operationId);
        mayLeave(order);
        order.sending.departed();
        order.connection.departed();
    }

    /** Before credentials go on, for fetching a token may be a request, too. */
    private void pass(Order order) {
        Connection connection = order.connection;
        if (connection.isInMaintenance()) {
            throw new InMaintenance();
        }
        int requests = connection.requests(order.sending.send.request());
        if (turnstile.pass(order.getAccount(), connection.requestsPerMinute(), order.lane, requests) instanceof Grant.Wait wait) {
            throw new LimitReached(wait.time());
        }
    }

    /** A node that was stopped for long, or waited long for a token, must not send what another one may have sent meanwhile. */
    private void mayLeave(Order order) {
        if (order.sending.send.call().mutates() && !order.isWithin(lease)) {
            throw new LeaseEnded();
        }
    }

    public void arrive(Exchange exchange) {
        returned(exchange);
        answered(Order.of(exchange));
    }

    /** Keeps what the failure says about how far the request got. A fault that was thrown after an answer has been kept already. */
    public void remember(Exchange exchange) {
        returned(exchange);
        Order.Sending sending = Order.of(exchange).sending;
        Throwable fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (sending.answer == null && fault != null) {
            sending.answer = notAnswered(fault, sending.departed);
            sending.unauthorised = fault instanceof AuthorisationFailed failed ? failed : null;
        }
    }

    /** An answer that counts as a fault comes by twice. */
    private void returned(Exchange exchange) {
        Order order = Order.of(exchange);
        Optional.ofNullable(exchange.getProperty(Door.TIME, RequestTime.class)).ifPresent(time -> time.waited(waits.taken()));
        if (order.sending.departed && !order.sending.returned) {
            order.sending.returned = true;
            order.connection.returned();
        }
    }

    private static void answered(Order order) {
        ProviderAnswer.Answered answer = order.sending.arrived;
        order.sending.answer = answer;
        order.sending.after = order.walking().answered(answer);
        Verdict meaning = order.sending.after.answer().orElseThrow();
        if (countsAgainstProvider(meaning, answer.status())) {
            throw new ProviderFault(meaning.outcome());
        }
    }

    /**
     * An answer in the 400s is about one request or one tenant; it must not open a breaker that others share. Nor must an answer that only our
     * own mapping fails on.
     */
    static boolean countsAgainstProvider(Verdict meaning, int status) {
        boolean unclear = meaning.outcome() == OutcomeClass.UNKNOWN || meaning.outcome() == OutcomeClass.UNAVAILABLE_NOT_SENT;
        return unclear && !meaning.isUnmappableAnswer() && (status < 400 || status >= 500);
    }

    private static ProviderAnswer notAnswered(Throwable fault, boolean departed) {
        if (fault instanceof LimitReached used) {
            return new ProviderAnswer.Withheld(used.retryAfter());
        }
        if (fault instanceof AuthorisationFailed || fault instanceof LeaseEnded || fault instanceof InMaintenance) {
            return new ProviderAnswer.NotAnswered(Phase.NEVER_SENT, fault.getMessage());
        }
        boolean before = !departed || BEFORE_SENDING.stream().anyMatch(kind -> isCausedBy(fault, kind));
        return new ProviderAnswer.NotAnswered(before ? Phase.NEVER_SENT : Phase.MAYBE_SENT, FaultText.of(fault));
    }

    private static boolean isCausedBy(Throwable fault, Class<? extends Throwable> kind) {
        return fault != null && (kind.isInstance(fault) || isCausedBy(fault.getCause(), kind));
    }
}
