package io.patchbay.route;

import io.patchbay.mapping.Notice;
import io.patchbay.schedule.DueKind;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.Horizon;
import io.patchbay.schedule.InJeopardy;
import io.patchbay.schedule.Jeopardy;
import io.patchbay.subscription.Subscription;
import io.patchbay.subscription.SubscriptionStatus;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the last forecast said of a subscription, for whoever reads it. */
@Component
class JeopardyNotices {

    private final ForecastRows rows;
    private final Horizon horizon;

    JeopardyNotices(ForecastRows rows, Horizon horizon) {
        this.rows = rows;
        this.horizon = horizon;
    }

    /** Most subscriptions are promised nothing, and cost nothing here. */
    List<Notice> of(Subscription subscription) {
        boolean promised = subscription.status() == SubscriptionStatus.SCHEDULED || subscription.endsAt() != null;
        return promised ? rows.of(subscription.id()).stream().map(this::notice).toList() : List.of();
    }

    private Notice notice(InJeopardy late) {
        String promise = "The " + (late.kind() == DueKind.END ? "end" : "activation") + " due at " + late.dueAt();
        return late.jeopardy() == Jeopardy.MISSED
                ? new Notice("schedule-missed", null, promise + " was not carried out by " + horizon.latest(late.dueAt()) + " as it should have been; " + (late.expectedAt() == null
                ? "when it will be is not known yet." : "it is expected at " + late.expectedAt() + "."))
                : new Notice("schedule-at-risk", null, promise + " should be carried out by " + horizon.latest(late.dueAt()) + ", but " + (late.expectedAt() == null
                ? "nothing is sent to its provider at present." : "is expected at " + late.expectedAt() + "."));
    }
}
