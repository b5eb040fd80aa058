package io.patchbay.route;

import java.time.Duration;
import java.util.Set;
import org.apache.camel.support.service.ServiceHelper;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Sees to it that whatever has to be woken is woken: a route that the clock forgets says nothing about it. */
@Component("alarmWatch")
class AlarmWatch {

    private static final Logger log = LoggerFactory.getLogger(AlarmWatch.class);

    /** Far above what a loaded node takes to fire what it has taken. */
    private static final Duration OVERDUE = Duration.ofSeconds(5);

    private final Alarms alarms;
    private final TriggerRows triggers;
    private final Scheduler scheduler;

    AlarmWatch(Alarms alarms, TriggerRows triggers, Scheduler scheduler) {
        this.alarms = alarms;
        this.triggers = triggers;
        this.scheduler = scheduler;
    }

    /** Frees what a node has taken and left, and puts back what is missing. */
    public void look() {
        try {
            triggers.free(OVERDUE).forEach(name -> log.warn("The wake-up of {} was left by the node that had taken it; any node takes it now", name));
            Set<TriggerKey> there = triggers.keys();
            alarms.all().stream().filter(alarm -> !there.contains(alarm.key())).forEach(this::putBack);
        } catch (DataAccessException | TransactionException away) {
            log.debug("Wake-ups cannot be looked at ({}); tried again in seconds", away.getClass().getSimpleName());
        }
    }

    /** As at the start of its route. */
    private void putBack(Alarms.Alarm alarm) {
        try {
            scheduler.deleteJob(new JobKey(alarm.key().getName(), alarm.key().getGroup()));
            ServiceHelper.stopService(alarm.endpoint());
            ServiceHelper.startService(alarm.endpoint());
            log.warn("The wake-up of {} was missing; it has been put back", alarm.name());
        } catch (SchedulerException | RuntimeException broken) {
            log.error("The wake-up of {} is missing and cannot be put back ({}); tried again in seconds", alarm.name(), broken.getClass().getName());
        }
    }

    /** What wakes nothing any more would go on being fired. A node that still has the route puts its wake-up back. */
    @EventListener(ApplicationReadyEvent.class)
    void forget() {
        try {
            Set<TriggerKey> gone = triggers.keys();
            alarms.all().forEach(alarm -> gone.remove(alarm.key()));
            gone.stream().filter(key -> !key.getGroup().equals(Scheduler.DEFAULT_GROUP)).forEach(this::forget);
        } catch (DataAccessException away) {
            log.debug("Wake-ups without a route cannot be looked for ({}); the next start tries again", away.getClass().getSimpleName());
        }
    }

    private void forget(TriggerKey key) {
        try {
            scheduler.unscheduleJob(key);
            log.info("No route {} is left to wake; its wake-up has been taken out", key.getName());
        } catch (SchedulerException away) {
            log.warn("The wake-up of {}, which has no route any more, cannot be taken out ({}); the next start tries again", key.getName(),
                    away.getClass().getSimpleName());
        }
    }
}
