package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What only looks at subscriptions and SIMs at Connect. */
final class ConnectReads {

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final long BYTES_PER_MEGABYTE = 1024 * 1024;

    private final Clock clock;
    private final ConnectSubscriptions subscriptions;

    ConnectReads(Clock clock, ConnectSubscriptions subscriptions) {
        this.clock = clock;
        this.subscriptions = subscriptions;
    }

    Answer get(String id) {
        return subscriptions.with(id, subscription -> Answer.json(200, subscription.json()));
    }

    Answer list(Request request) {
        Optional<Integer> limit = number(request.parameter("limit").orElse(String.valueOf(USUAL_PAGE)), 1, LARGEST_PAGE);
        Optional<Integer> offset = request.parameter("cursor").map(ConnectReads::offset).orElse(Optional.of(0));
        ConnectChecks checks = new ConnectChecks();
        if (limit.isEmpty()) {
            checks.malformed("limit");
        }
        if (offset.isEmpty()) {
            checks.malformed("cursor");
        }
        return checks.refusal().orElseGet(() -> page(offset.orElseThrow(), limit.orElseThrow()));
    }

    private Answer page(int offset, int limit) {
        List<ConnectSubscription> all = subscriptions.all();
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        all.stream().skip(offset).limit(limit).map(ConnectSubscription::json).forEach(items::add);
        ObjectNode pagination = page.putObject("pagination");
        if (offset + limit < all.size()) {
            pagination.put("nextCursor", cursor(offset + limit));
        }
        return Answer.json(200, page);
    }

    private static String cursor(int offset) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(("after:" + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Integer> offset(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith("after:") ? number(text.substring("after:".length()), 0, Integer.MAX_VALUE / 2) : Optional.empty();
        } catch (IllegalArgumentException noCursor) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text, int least, int most) {
        return Optional.of(text).filter(digits -> digits.matches("\\d{1,9}")).map(Integer::valueOf)
                .filter(value -> value >= least && value <= most);
    }

    Answer usage(String id) {
        return subscriptions.with(id, subscription -> {
            Instant now = clock.instant();
            ObjectNode usage = Json.object().put("callCount", 0).put("callSeconds", 0).put("smsCount", 0);
            usage.putObject("period")
                    .put("startDate", ConnectSubscription.dayOf(now).withDayOfMonth(1).toString())
                    .put("endDate", ConnectSubscription.dayOf(now).plusMonths(1).withDayOfMonth(1).minusDays(1).toString());
            long limit = subscription.activatedAt() == null ? 0 : subscription.offering.dataMegaBytes() * BYTES_PER_MEGABYTE;
            usage.putObject("dataBytes").put("remaining", limit).put("limit", limit);
            return Answer.json(200, usage.put("updatedAt", now.truncatedTo(ChronoUnit.SECONDS).toString()));
        });
    }

    Answer qrCode(String id) {
        return subscriptions.with(id, subscription -> {
            if (!subscription.isEsim()) {
                return ConnectErrors.notFound("ESIM", "The subscription has no eSIM");
            }
            ObjectNode code = Json.object().put("subscriptionId", subscription.id)
                    .put("qrCodeData", "LPA:" + lpa(subscription.iccid()))
                    .put("qrCodeUrl", "https://sandbox.connect.example.com/qr/" + subscription.id + ".png")
                    .put("expiresAt", clock.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS).toString());
            return Answer.json(200, subscription.metadata().isObject() ? code.set("metadata", subscription.metadata()) : code);
        });
    }

    Answer porting(String id) {
        return subscriptions.with(id, subscription -> Optional.ofNullable(subscription.porting())
                .map(porting -> Answer.json(200, porting))
                .orElseGet(() -> ConnectErrors.notFound("PORTING", "No number is ported to the subscription")));
    }

    Answer sim(String iccid) {
        if (!ConnectChecks.ICCID.matcher(iccid).matches()) {
            return ConnectErrors.notFound("SIM", "There is no such SIM");
        }
        Optional<ConnectSubscription> user = subscriptions.withIccid(iccid)
                .filter(one -> one.status() != ConnectSubscription.Status.CANCELLED).findFirst();
        boolean esim = subscriptions.withIccid(iccid).anyMatch(ConnectSubscription::isEsim);
        ObjectNode sim = Json.object().put("iccid", iccid).put("type", esim ? "ESIM" : "PHYSICAL")
                .put("status", user.isPresent() ? "IN_USE" : "AVAILABLE").put("imsi", "310150" + iccid.substring(iccid.length() - 9));
        return Answer.json(200, esim ? sim.put("lpa", lpa(iccid)) : sim);
    }

    private static String lpa(String iccid) {
        String code = UUID.nameUUIDFromBytes(iccid.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
        return "1$sandbox.connect.example.com$" + code.toUpperCase();
    }
}
