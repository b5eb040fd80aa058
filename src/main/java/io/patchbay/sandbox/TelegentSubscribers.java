package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Telegent's subscribers; an e-mail address belongs to one of them on the whole platform. */
final class TelegentSubscribers {

    private static final Set<String> ROLES = Set.of("Subscriber", "Manager", "Account Admin");

    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
    private final Map<String, String> idByEmail = new HashMap<>();
    private final Settings settings;
    private final TelegentSubscriptions subscriptions;

    TelegentSubscribers(Settings settings, TelegentSubscriptions subscriptions) {
        this.settings = settings;
        this.subscriptions = subscriptions;
    }

    boolean knows(String id) {
        return byId.containsKey(id);
    }

    Answer create(Request request) {
        return request.object().map(this::create).orElseGet(() -> TelegentErrors.failure(400));
    }

    private Answer create(ObjectNode body) {
        return TelegentErrors.missing(body, "Name", "Email", "Role", "Password", "AccountId").or(() -> malformed(body))
                .or(() -> body.path("PhoneNumbers").isArray() ? Optional.empty()
                        : Optional.of(TelegentErrors.badRequest("PhoneNumbers must be a list, which may be empty.")))
                .or(() -> emailTaken(Json.text(body, "Email"))).orElseGet(() -> created(body));
    }

    private static Optional<Answer> malformed(ObjectNode body) {
        if (body.hasNonNull("Role") && !ROLES.contains(body.get("Role").asText())) {
            return Optional.of(TelegentErrors.badRequest("Role must be one of Subscriber, Manager and Account Admin."));
        }
        return body.hasNonNull("Email") && !body.get("Email").asText().matches("[^@\\s]+@[^@\\s]+")
                ? Optional.of(TelegentErrors.badRequest("Email is no e-mail address.")) : Optional.empty();
    }

    private Optional<Answer> emailTaken(String email) {
        return idByEmail.containsKey(normal(email))
                ? Optional.of(TelegentErrors.of((int) settings.number("emailTakenStatus"), "Email already exists"))
                : Optional.empty();
    }

    private static String normal(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    private Answer created(ObjectNode body) {
        String id = "TSUID-" + UUID.randomUUID();
        ObjectNode subscriber = Json.object().put("SubscriberId", id);
        Stream.of("Name", "Email", "PhoneNumbers", "Role").forEach(name -> subscriber.set(name, body.get(name)));
        subscriber.putObject("Account").put("AccountId", Json.text(body, "AccountId")).put("CompanyName", "Sandbox MVNO");
        byId.put(id, subscriber);
        idByEmail.put(normal(Json.text(body, "Email")), id);
        return Answer.json(200, subscriber);
    }

    Answer get(Request request) {
        Optional<String> id = request.parameter("SubscriberId");
        return id.isEmpty() ? TelegentErrors.badRequest("SubscriberId is missing.")
                : id.map(byId::get).map(one -> Answer.json(200, one)).orElseGet(TelegentErrors::notFound);
    }

    Answer update(Request request) {
        ObjectNode body = request.object().orElseGet(Json::object);
        return TelegentErrors.missing(body, "SubscriberId").or(() -> malformed(body))
                .orElseGet(() -> Optional.ofNullable(byId.get(Json.text(body, "SubscriberId")))
                        .map(subscriber -> updated(subscriber, body)).orElseGet(TelegentErrors::notFound));
    }

    private static Answer updated(ObjectNode subscriber, ObjectNode body) {
        Stream.of("Name", "PhoneNumbers", "Role").filter(body::hasNonNull).forEach(name -> subscriber.set(name, body.get(name)));
        return Answer.json(200, subscriber);
    }

    Answer page(Request request) {
        Optional<Integer> page = count(request, "PageNumber", "1");
        Optional<Integer> size = count(request, "TotalPerPage", "10");
        return page.isEmpty() || size.isEmpty() ? TelegentErrors.badRequest("PageNumber and TotalPerPage begin at 1.")
                : page(page.get(), size.get());
    }

    private static Optional<Integer> count(Request request, String name, String standard) {
        return Optional.of(request.parameter(name).orElse(standard)).filter(digits -> digits.matches("[1-9]\\d{0,6}"))
                .map(Integer::valueOf);
    }

    private Answer page(int number, int size) {
        ObjectNode page = Json.object().put("PageNumber", number).put("TotalSubscribers", byId.size());
        ArrayNode items = page.putArray("Subscribers");
        byId.values().stream().skip((number - 1L) * size).limit(size).forEach(one -> items.add(withSubscriptions(one)));
        return Answer.json(200, page);
    }

    private ObjectNode withSubscriptions(ObjectNode subscriber) {
        ObjectNode json = subscriber.deepCopy();
        ArrayNode held = json.putArray("Subscriptions");
        subscriptions.living().filter(one -> one.get("SubscriberId").equals(Json.text(subscriber, "SubscriberId")))
                .map(TelegentSubscription::json).forEach(held::add);
        return json;
    }

    void clear() {
        byId.clear();
        idByEmail.clear();
    }
}
