package io.patchbay.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.access.Caller;
import io.patchbay.audit.Act;
import io.patchbay.schedule.Backlog;
import io.patchbay.schedule.Ruling;
import io.patchbay.schedule.Run;
import io.patchbay.schedule.WakeUp;
import io.patchbay.schedule.WakeUpRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.quartz.CronTrigger;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What operators see of the routes that the clock wakes, and how they pause and resume them on all nodes. */
@Component("schedules")
class Schedules {

    private static final Logger log = LoggerFactory.getLogger(Schedules.class);

    private final Alarms alarms;
    private final WakeUpRecords records;
    private final Backlogs backlogs;
    private final Recorded recorded;
    private final Clock clock;

    Schedules(Alarms alarms, WakeUpRecords records, Backlogs backlogs, Recorded recorded, Clock clock) {
        this.alarms = alarms;
        this.records = records;
        this.backlogs = backlogs;
        this.recorded = recorded;
        this.clock = clock;
    }

    public void list(Exchange exchange) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        alarms.all().forEach(alarm -> items.add(view(alarm)));
        Answers.give(exchange, Answers.json(200, page, Order.of(exchange)));
    }

    public void show(Exchange exchange) {
        answer(exchange, alarm -> { });
    }

    public void pause(Exchange exchange) {
        Ruling ruling = ruling(exchange);
        answer(exchange, alarm -> {
            if (recorded.act(act("paused", alarm, ruling), () -> records.pause(alarm.name(), ruling))) {
                log.warn("{} was paused by administrator {}; nothing of its work is done on any node until it is resumed", alarm.name(), ruling.by());
            }
        });
    }

    public void resume(Exchange exchange) {
        Ruling ruling = ruling(exchange);
        answer(exchange, alarm -> {
            if (recorded.act(act("resumed", alarm, ruling), () -> records.resume(alarm.name(), ruling))) {
                log.info("{} was resumed by administrator {}; its work is done again from the next wake-up on", alarm.name(), ruling.by());
            }
        });
    }

    private static Act act(String word, Alarms.Alarm alarm, Ruling ruling) {
        boolean pauses = word.equals("paused");
        return new Act(ruling.by(), "schedule." + word, "schedules/" + alarm.name(), ruling.reason(), state(!pauses), state(pauses));
    }

    private static ObjectNode state(boolean paused) {
        return JsonNodeFactory.instance.objectNode().put("state", paused ? "PAUSED" : "RUNNING");
    }

    private void answer(Exchange exchange, Consumer<Alarms.Alarm> change) {
        Order order = Order.of(exchange);
        alarms.named(order.inbound.path().get("name")).ifPresentOrElse(alarm -> {
            change.accept(alarm);
            Answers.give(exchange, Answers.json(200, view(alarm), order));
        }, () -> Answers.refuse(exchange, Refused.notFound("The schedule")));
    }

    private Ruling ruling(Exchange exchange) {
        Caller caller = Caller.of(exchange.getMessage(PlatformHttpMessage.class).getRequest()).orElseThrow();
        return new Ruling(caller.keyId(), Order.of(exchange).inbound.body().path("reason").textValue(), now());
    }

    private ObjectNode view(Alarms.Alarm alarm) {
        WakeUp wakeUp = records.of(alarm.name());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", alarm.name()).put("description", alarm.description())
                .put("state", wakeUp.isPaused() ? "PAUSED" : "RUNNING");
        wakeUp.paused().ifPresent(ruling -> ruled(json, "paused", ruling));
        wakeUp.resumed().ifPresent(ruling -> ruled(json, "resumed", ruling));
        alarms.trigger(alarm).ifPresent(trigger -> timed(json, trigger, wakeUp.isPaused()));
        wakeUp.last().ifPresent(run -> json.set("lastRun", view(run)));
        backlogs.of(alarm.name()).ifPresent(backlog -> waiting(json, backlog));
        return json;
    }

    private static void ruled(ObjectNode json, String word, Ruling ruling) {
        json.put(word + "By", ruling.by()).put(word + "At", ruling.at().toString());
        if (ruling.reason() != null) {
            json.put(word + "Reason", ruling.reason());
        }
    }

    private static void timed(ObjectNode json, Trigger trigger, boolean paused) {
        switch (trigger) {
            case CronTrigger cron -> json.put("every", cron.getCronExpression());
            case SimpleTrigger simple -> json.put("every", Duration.ofMillis(simple.getRepeatInterval()).toString());
            default -> json.put("every", trigger.getClass().getSimpleName());
        }
        if (!paused && trigger.getNextFireTime() != null) {
            json.put("nextRun", trigger.getNextFireTime().toInstant().toString());
        }
    }

    private static ObjectNode view(Run run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("began", run.began().toString()).put("ended", run.ended().toString())
                .put("node", run.node());
        if (run.found() != null) {
            json.put("found", run.found());
        }
        if (run.fault() != null) {
            json.put("fault", run.fault());
        }
        return json;
    }

    private void waiting(ObjectNode json, Backlog backlog) {
        json.put("backlog", backlog.due());
        if (backlog.oldest() != null) {
            json.put("lag", Math.max(0, Duration.between(backlog.oldest(), now()).toSeconds()));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
