package io.patchbay.operation;

import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.ForecastRows.Flagged;
import io.patchbay.schedule.InJeopardy;
import io.patchbay.schedule.Jeopardy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes to orders what a forecast says of them, and tells whoever ordered them, in one transaction. It does so in batches, so that nobody has
 * to wait for it; what is left undone the next forecast does.
 */
@Component
public class Warnings {

    static final int BATCH = 2_000;

    private final TransactionTemplate transactions;
    private final ForecastRows rows;
    private final Events events;

    Warnings(TransactionTemplate transactions, ForecastRows rows, Events events) {
        this.transactions = transactions;
        this.rows = rows;
        this.events = events;
    }

    /** Brings the orders of an account up to a forecast. */
    public Change write(String account, Forecast forecast) {
        long before = rows.flagged(account);
        Map<Jeopardy, Integer> told = new EnumMap<>(Jeopardy.class);
        Retention.inBatches(BATCH, () -> flag(account, forecast, told));
        Retention.inBatches(BATCH, () -> before == 0 ? 0 : rows.clear(account, forecast, BATCH));
        return new Change(told, forecast.late(Jeopardy.AT_RISK) + forecast.late(Jeopardy.MISSED) > before);
    }

    private int flag(String account, Forecast forecast, Map<Jeopardy, Integer> told) {
        List<Flagged> flagged = transactions.execute(begun -> flagged(account, forecast));
        flagged.stream().filter(Flagged::isNews).forEach(news -> told.merge(news.order().jeopardy(), 1, Integer::sum));
        return flagged.size();
    }

    private List<Flagged> flagged(String account, Forecast forecast) {
        List<Flagged> flagged = rows.flag(account, forecast, BATCH);
        List<InJeopardy> news = flagged.stream().filter(Flagged::isNews).map(Flagged::order).toList();
        if (!news.isEmpty()) {
            events.tell(news, forecast.horizon().window());
        }
        return flagged;
    }

    /**
     * What is different from the forecast before.
     *
     * @param told  how many orders are newly in each jeopardy
     * @param worse whether more orders are in jeopardy than before
     */
    public record Change(Map<Jeopardy, Integer> told, boolean worse) {
    }
}
