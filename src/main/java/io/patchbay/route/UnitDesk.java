package io.patchbay.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.contract.Problem.FieldError;
import io.patchbay.mapping.Gating;
import io.patchbay.mapping.Problem;
import io.patchbay.mapping.UnitFiles;
import io.patchbay.provider.UnitVersion;
import io.patchbay.provider.UnitVersions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Where operators see the units of providers, bring another version and go back. What does not pass the gate here is refused and not stored. */
@Component("unitDesk")
class UnitDesk {

    private static final Logger log = LoggerFactory.getLogger(UnitDesk.class);

    /** So many versions are shown. */
    private static final int SHOWN = 20;

    private final Units units;
    private final UnitVersions versions;
    private final Gatekeeper gatekeeper;
    private final ExecutorService gate;

    UnitDesk(Units units, UnitVersions versions, Gatekeeper gatekeeper, @Qualifier("gate") ExecutorService gate) {
        this.units = units;
        this.versions = versions;
        this.gatekeeper = gatekeeper;
        this.gate = gate;
    }

    public void list(Exchange exchange) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        units.all().forEach((provider, standing) -> items.add(UnitView.of(provider, standing)));
        Answers.give(exchange, Answers.json(200, page, Order.of(exchange)));
    }

    public void show(Exchange exchange) {
        String provider = provider(exchange);
        units.standing(provider).ifPresentOrElse(standing -> answer(exchange, provider), () -> Answers.refuse(exchange, Refused.notFound("The provider")));
    }

    /** The files of a version; of the one in service unless another is asked for. */
    public void files(Exchange exchange) {
        Optional<Long> asked = Optional.ofNullable(Order.of(exchange).inbound.query().get("version")).map(Long::valueOf);
        asked.or(() -> units.served(provider(exchange)).map(served -> served.version().number()))
                .flatMap(number -> versions.version(provider(exchange), number)).filter(version -> version.digest() != null)
                .ifPresentOrElse(
                        version -> Answers.give(exchange, Answers.json(200, UnitView.of(version, versions.files(version)), Order.of(exchange))),
                        () -> Answers.refuse(exchange, Refused.notFound("The provider, or this version of its unit,")));
    }

    public void upload(Exchange exchange) {
        Map<String, String> texts = new TreeMap<>();
        Order.of(exchange).inbound.body().path("files").properties().forEach(file -> texts.put(file.getKey(), file.getValue().asText()));
        atTheGate(() -> upload(exchange, UnitFiles.of(provider(exchange), texts)));
    }

    private void upload(Exchange exchange, UnitFiles files) {
        switch (gatekeeper.examine(files)) {
            case Gating.Refused refused -> Answers.refuse(exchange, Refused.fields(refused.problems().stream().map(problem -> error(problem, files)).toList()));
            case Gating.Passed passed -> {
                UnitVersion stored = versions.upload(files, Order.of(exchange).inbound.actor(), reason(exchange));
                admit(exchange, stored, passed);
            }
        }
    }

    private void admit(Exchange exchange, UnitVersion stored, Gating.Passed passed) {
        Optional<Served> same = units.served(stored.provider()).filter(now -> now.version().digest().equals(stored.digest()));
        same.ifPresent(served -> gatekeeper.renumber(served, stored));
        if (same.isPresent() || gatekeeper.admit(stored, passed)) {
            answer(exchange, stored.provider());
        } else {
            Answers.refuse(exchange, notMade(stored, units.standing(stored.provider()).orElse(Standing.NONE).problems()));
        }
    }

    /** It is the newest version all the same: the other nodes may have made it, and whoever goes back goes back everywhere. */
    private static io.patchbay.contract.Problem notMade(UnitVersion stored, List<Problem> problems) {
        String after = ". It is stored as version " + stored.number() + ", but this node could not make it ready and stays on the one before; go back with POST "
                + "/admin/v1/providers/{provider}/revert and the version before, or send one without this problem";
        return Refused.fields(problems.stream().map(problem -> new FieldError("", null, "not-in-service", problem + after)).toList());
    }

    public void revert(Exchange exchange) {
        atTheGate(() -> target(exchange).ifPresentOrElse(to -> revert(exchange, to), () -> Answers.refuse(exchange, units.standing(provider(exchange)).isEmpty()
                ? Refused.notFound("The provider")
                : Refused.field("/version", "unknown-version", "There is no such version to go back to; see versions of GET /admin/v1/providers/{provider}."))));
    }

    private Optional<UnitVersion> target(Exchange exchange) {
        JsonNode asked = Order.of(exchange).inbound.body().path("version");
        return asked.isNumber() ? versions.version(provider(exchange), asked.asLong()).filter(version -> version.digest() != null)
                : units.served(provider(exchange)).map(Served::version).flatMap(versions::before);
    }

    private void revert(Exchange exchange, UnitVersion to) {
        UnitFiles files = versions.files(to);
        switch (gatekeeper.examine(files)) {
            case Gating.Refused refused -> Answers.refuse(exchange, Refused.fields(refused.problems().stream()
                    .map(problem -> new FieldError("/version", null, "refused", problem.toString())).toList()));
            case Gating.Passed passed -> {
                log.info("Provider {} goes back to version {} of its unit by administrator {}", to.provider(), to.origin(), Order.of(exchange).inbound.actor());
                admit(exchange, versions.revert(to, files, Order.of(exchange).inbound.actor(), reason(exchange)), passed);
            }
        }
    }

    /** One thing at a time, so that what was examined is what is stored and let in next. */
    private void atTheGate(Runnable work) {
        try {
            gate.submit(work).get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the node stops", stopping);
        }
    }

    private void answer(Exchange exchange, String provider) {
        Standing standing = units.standing(provider).orElse(Standing.NONE);
        Answers.give(exchange, Answers.json(200, UnitView.of(provider, standing, versions.history(provider, SHOWN)), Order.of(exchange)));
    }

    private static FieldError error(Problem problem, UnitFiles files) {
        boolean sent = files.texts().containsKey(problem.file());
        String pointer = sent ? "/files/" + problem.file().replace("~", "~0").replace("/", "~1") : "/files";
        return new FieldError(pointer, null, "refused", problem.toString());
    }

    private static String provider(Exchange exchange) {
        return Order.of(exchange).inbound.path().get("provider");
    }

    private static String reason(Exchange exchange) {
        return Order.of(exchange).inbound.body().path("reason").asText();
    }
}
