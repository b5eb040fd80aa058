package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.limit.Grant;
import io.patchbay.limit.Lane;
import io.patchbay.limit.Turnstile;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.ProviderUnit;
import io.patchbay.mapping.Verdict;
import io.patchbay.mapping.Walk;
import io.patchbay.provider.Account;
import io.patchbay.provider.AuthorisationFailed;
import io.patchbay.provider.Connection;
import io.patchbay.provider.Connections;
import io.patchbay.provider.MissingCredential;
import io.patchbay.provider.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tries the credentials of an account that is not in force yet: one harmless call that the provider's sheet names, with the account's own
 * authorisation, counted by its limit like any other. No circuit breaker is asked, and none learns from it.
 */
@Component
class CredentialTrial {

    static final String REFUSED = "refused";
    static final String MISSING = "missing";
    static final String UNVERIFIED = "unverified";

    private static final Logger log = LoggerFactory.getLogger(CredentialTrial.class);

    private final Carriers carriers;
    private final Connections connections;
    private final Turnstile turnstile;

    CredentialTrial(Carriers carriers, Connections connections, Turnstile turnstile) {
        this.carriers = carriers;
        this.connections = connections;
        this.turnstile = turnstile;
    }

    /** What speaks against the account; empty if its provider takes its credentials, or if the sheet knows no harmless call. */
    List<FieldError> of(Account account) {
        List<MissingCredential> missing = connections.missing(account);
        if (!missing.isEmpty()) {
            return missing.stream().map(one -> new FieldError(pointer(account) + "/" + one.credential(), null, MISSING,
                    one.getMessage() + ". Put it where the reference points, on every node, or correct the reference")).toList();
        }
        return carriers.unit(account.provider()).map(unit -> of(account, unit))
                .orElseGet(() -> unverified(account, "The provider unit " + account.provider() + " is out of service on this node"));
    }

    private List<FieldError> of(Account account, ProviderUnit unit) {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        WalkContext.account(seen, account, unit.sheet());
        return unit.verification(seen).map(walk -> judged(account, unit.sheet(), walk)).orElseGet(() -> {
            log.info("The credentials of account {} come into force untried: the sheet of provider {} names no harmless call under verify", account.name(),
                    account.provider());
            return List.of();
        });
    }

    private List<FieldError> judged(Account account, ProviderSheet sheet, Walk walk) {
        if (!(walk.next() instanceof Next.Send send)) {
            return unverified(account, "The call " + sheet.verify().call() + " cannot be made of the account's settings");
        }
        Connection connection = connections.passing(account, sheet);
        int requests = connection.requests(send.request());
        if (turnstile.pass(account.name(), connection.requestsPerMinute(), Lane.INTERACTIVE, requests) instanceof Grant.Wait wait) {
            return unverified(account, "Its limit of requests is used up for " + Math.max(1, wait.time().toSeconds()) + " s");
        }
        try {
            return judged(account, sheet, walk.answered(asked(connection, send)).answer().orElseThrow());
        } catch (AuthorisationFailed failed) {
            return failed.reason() == AuthorisationFailed.Reason.REFUSED ? refused(account, sheet, failed.getMessage())
                    : unverified(account, sheet.title() + " gave no authorisation: " + failed.getMessage());
        }
    }

    private static List<FieldError> judged(Account account, ProviderSheet sheet, Verdict verdict) {
        return switch (verdict.outcome()) {
            case SUCCEEDED -> List.of();
            case UNAUTHORISED -> refused(account, sheet, "rule " + verdict.rule());
            case REJECTED -> unverified(account, sheet.title() + " does not take the call " + sheet.verify().call() + " (rule " + verdict.rule()
                    + "); look at baseUrl and settings");
            case THROTTLED, UNAVAILABLE_NOT_SENT, UNKNOWN -> unverified(account, sheet.title() + " gave no usable answer (rule " + verdict.rule()
                    + (verdict.message() == null ? ")" : "): " + verdict.message()));
        };
    }

    private static List<FieldError> refused(Account account, ProviderSheet sheet, String how) {
        return List.of(new FieldError(pointer(account), null, REFUSED, sheet.title() + " refuses these credentials (" + how + "); correct what they refer to"));
    }

    static List<FieldError> unverified(Account account, String why) {
        return List.of(new FieldError(pointer(account), null, UNVERIFIED, why));
    }

    private static String pointer(Account account) {
        return "/accounts/" + account.name() + "/credentials";
    }

    private static ProviderAnswer asked(Connection connection, Next.Send send) {
        Outgoing outgoing = connection.outgoing(send.request(), "");
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connection.sheet().http().connect()).build()) {
            HttpResponse<byte[]> answer = http.send(request(connection, outgoing),
                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), ProviderHttpClient.LONGEST_ANSWER));
            Map<String, String> headers = new LinkedHashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new ProviderAnswer.Answered(answer.statusCode(), headers, answer.body());
        } catch (IOException fault) {
            return new ProviderAnswer.NotAnswered(Phase.MAYBE_SENT, FaultText.of(fault));
        } catch (InterruptedException tooLong) {
            Thread.currentThread().interrupt();
            return new ProviderAnswer.NotAnswered(Phase.MAYBE_SENT, "no answer came within the time allowed");
        }
    }

    private static HttpRequest request(Connection connection, Outgoing outgoing) {
        String query = outgoing.rawQuery().isEmpty() ? "" : "?" + outgoing.rawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(connection.account().baseUrl() + outgoing.path() + query))
                .timeout(connection.sheet().http().response()).header("Accept", "application/json").header("User-Agent", "patchbay")
                .method(outgoing.method(), outgoing.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(outgoing.body()));
        outgoing.headers().forEach(request::setHeader);
        return request.build();
    }
}
