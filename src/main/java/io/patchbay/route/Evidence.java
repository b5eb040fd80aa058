package io.patchbay.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.mapping.Inquiry;
import io.patchbay.mapping.Next;
import io.patchbay.mapping.Phase;
import io.patchbay.mapping.ProviderAnswer;
import io.patchbay.mapping.ProviderRequest;
import io.patchbay.mapping.Scrubber;
import io.patchbay.mapping.Storable;
import io.patchbay.mapping.Verdict;
import io.patchbay.operation.Attempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Makes attempts of provider calls: what was said and what came back, without secrets. */
final class Evidence {

    /** A provider's list can be long; the beginning shows a person what it was. */
    private static final int LONGEST_BODY = 8_192;

    private final Scrubber scrubber;
    private final String account;

    Evidence(Scrubber scrubber, String account) {
        this.scrubber = scrubber;
        this.account = account;
    }

    /** Written before the first byte leaves, so the worst is assumed: it may have arrived. */
    Attempt leaving(int number, Next.Send send, Instant now) {
        ProviderRequest request = send.request();
        return new Attempt(number, request.call(), Phase.MAYBE_SENT.name(), now, null, null, null, null, request.digest(),
                send.call().mutates() ? request.tree().toString().getBytes(StandardCharsets.UTF_8) : null, exchange(request), null, null,
                account);
    }

    /** Nothing leaves: the answer is the one that the same question had at the time that is told. */
    Attempt recalled(int number, Next.Send send, ProviderAnswer.Answered answer, Verdict verdict, Instant readAt, Instant now) {
        Attempt attempt = leaving(number, send, now);
        ObjectNode seen = attempt.exchange().deepCopy().put("readAt", readAt.truncatedTo(ChronoUnit.MILLIS).toString());
        return attempt.ended(Phase.NEVER_SENT.name(), now, answer.status(), verdict.outcome().name(), verdict.rule(), seen);
    }

    /** A request that asks what became of a lost call is evidence of that call's step. */
    Attempt asking(int number, Inquiry inquiry, Next.Send send, Instant now) {
        return leaving(number, send, now).of(inquiry.lostCall()).probing(inquiry.probe().orElseThrow().mechanism(), null);
    }

    /** What a mere question was answered is not kept: a list tells of others than the one who asked. */
    Attempt ended(Attempt attempt, Next.Send send, ProviderAnswer answer, Verdict verdict, Instant now) {
        ObjectNode seen = attempt.exchange().deepCopy();
        return switch (answer) {
            case ProviderAnswer.Answered answered -> attempt.ended(Phase.ANSWERED.name(), now, answered.status(),
                    verdict.outcome().name(), verdict.rule(), send.call().mutates() ? withBody(seen, answered) : seen);
            case ProviderAnswer.NotAnswered none -> attempt.ended(none.phase().name(), now, null,
                    verdict.outcome().name(), verdict.rule(), seen.put("fault", none.fault()));
            case ProviderAnswer.Withheld withheld -> attempt.ended(Phase.NEVER_SENT.name(), now, null,
                    verdict.outcome().name(), verdict.rule(), seen.put("fault", verdict.message()));
        };
    }

    private ObjectNode exchange(ProviderRequest request) {
        ObjectNode exchange = JsonNodeFactory.instance.objectNode();
        exchange.put("method", request.method());
        exchange.put("path", scrubber.path(request.target()));
        if (request.body() != null) {
            exchange.put("requestBody", cut(scrubber.body(request.body(), "application/json")));
        }
        return exchange;
    }

    private ObjectNode withBody(ObjectNode seen, ProviderAnswer.Answered answered) {
        if (answered.body() != null && answered.body().length > 0) {
            seen.put("responseBody", cut(scrubber.body(answered.body(), contentType(answered.headers()))));
        }
        return seen;
    }

    /** Text the database cannot hold is left out. */
    private static String cut(String text) {
        String storable = Storable.text(text);
        return storable.length() <= LONGEST_BODY ? storable
                : Storable.text(storable.substring(0, LONGEST_BODY)) + "… (" + storable.length() + " characters)";
    }

    private static String contentType(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase("Content-Type")) {
                return header.getValue();
            }
        }
        return "application/json";
    }
}
