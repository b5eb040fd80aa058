package io.patchbay.operation;

import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.ForecastRows;
import io.patchbay.schedule.ForecastRows.Flagged;
import io.patchbay.schedule.InJeopardy;
import io.patchbay.schedule.Jeopardy;
import io.patchbay.schedule.Served;
import io.patchbay.schedule.Slot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
        List<Slot> flagged = rows.flagged(account);
        Map<Jeopardy, Integer> told = new EnumMap<>(Jeopardy.class);
        portions(concerned(flagged, forecast)).forEach(slots ->
                Retention.inBatches(BATCH, () -> write(account, forecast, slots, told)));
        long before = flagged.stream().mapToLong(Slot::orders).sum();
        return new Change(told, forecast.late(Jeopardy.AT_RISK) + forecast.late(Jeopardy.MISSED) > before);
    }

    /** Where orders are in jeopardy, and where they were before. */
    private static List<Served> concerned(List<Slot> flagged, Forecast forecast) {
        List<Served> concerned = new ArrayList<>(forecast.inJeopardy());
        Set<Served.Place> known = concerned.stream().map(Served::place).collect(Collectors.toSet());
        flagged.stream().map(Served::onTime).filter(before -> !known.contains(before.place())).forEach(concerned::add);
        return concerned;
    }

    /** Portions of about a batch, so that each statement looks at no more than it writes. */
    private static List<List<Served>> portions(List<Served> all) {
        List<List<Served>> portions = new ArrayList<>();
        long orders = BATCH;
        for (Served slot : all) {
            if (orders >= BATCH) {
                portions.add(new ArrayList<>());
                orders = 0;
            }
            portions.getLast().add(slot);
            orders += slot.slot().orders();
        }
        return portions;
    }

    private int write(String account, Forecast forecast, List<Served> slots, Map<Jeopardy, Integer> told) {
        List<Flagged> written = transactions.execute(begun -> written(account, forecast, slots));
        written.stream().filter(Flagged::isNews).forEach(news -> told.merge(news.order().jeopardy(), 1, Integer::sum));
        return written.size();
    }

    private List<Flagged> written(String account, Forecast forecast, List<Served> slots) {
        List<Flagged> written = rows.write(account, forecast.pace(), slots, BATCH);
        List<InJeopardy> news = written.stream().filter(Flagged::isNews).map(Flagged::order).toList();
        if (!news.isEmpty()) {
            events.tell(news, forecast.horizon().window());
        }
        return written;
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
