package io.patchbay.route;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.springframework.stereotype.Component;

/** The routes of this node that the clock wakes. A route is one by beginning with {@code quartz:}; nothing else has to be told of it. */
@Component
class Alarms {

    private final CamelContext camel;
    private final Scheduler scheduler;

    Alarms(CamelContext camel, Scheduler scheduler) {
        this.camel = camel;
        this.scheduler = scheduler;
    }

    List<Alarm> all() {
        return camel.getRoutes().stream().filter(route -> route.getEndpoint() instanceof QuartzEndpoint)
                .map(route -> new Alarm(route.getRouteId(), route.getDescription(), (QuartzEndpoint) route.getEndpoint()))
                .sorted(Comparator.comparing(Alarm::name)).toList();
    }

    Optional<Alarm> named(String name) {
        return all().stream().filter(alarm -> alarm.name().equals(name)).findFirst();
    }

    /** When it is woken, as all nodes keep it; empty if the database holds nothing of it. @throws IllegalStateException if that cannot be read */
    Optional<Trigger> trigger(Alarm alarm) {
        try {
            return Optional.ofNullable(scheduler.getTrigger(alarm.key()));
        } catch (SchedulerException unreadable) {
            throw new IllegalStateException("When " + alarm.name() + " is woken cannot be read", unreadable);
        }
    }

    /**
     * A route that the clock wakes.
     *
     * @param name the id of the route
     */
    record Alarm(String name, String description, QuartzEndpoint endpoint) {

        TriggerKey key() {
            return endpoint.getTriggerKey();
        }
    }
}
