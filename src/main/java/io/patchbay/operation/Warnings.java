package io.patchbay.operation;

import io.patchbay.schedule.Forecast;
import io.patchbay.schedule.InJeopardy;
import io.patchbay.schedule.Jeopardy;
import io.patchbay.schedule.JeopardyRows;
import io.patchbay.schedule.JeopardyRows.Flagged;
import io.patchbay.schedule.Served;
import io.patchbay.schedule.Slot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
    private final JeopardyRows rows;
    private final Events events;

    Warnings(TransactionTemplate transactions, JeopardyRows rows, Events events) {
        this.transactions = transactions;
        this.rows = rows;
        this.events = events;
    }

    /**
     * Brings the orders of an account up to a forecast.
     *
     * @param ahead makes the forecast; asked after it has been read what the last one left in jeopardy, so that an order that is taken up meanwhile
     *              is not found where the forecast knows of none, and is left as it is
     */
    public Change write(String account, Supplier<Forecast> ahead) {
        List<Slot> flagged = rows.flagged(account);
        Forecast forecast = ahead.get();
        Map<Jeopardy, Integer> told = new EnumMap<>(Jeopardy.class);
        portions(concerned(flagged, forecast)).forEach(slots ->
                Retention.inBatches(BATCH, () -> write(account, forecast, slots, told)));
        long before = flagged.stream().mapToLong(Slot::orders).sum();
        return new Change(forecast, told, !told.isEmpty() && forecast.late(Jeopardy.AT_RISK) + forecast.late(Jeopardy.MISSED) > before);
    }

    /** Where orders are in jeopardy, and where the forecast has orders that were and finds them on time. */
    private static List<Served> concerned(List<Slot> flagged, Forecast forecast) {
        Set<Slot.Place> before = flagged.stream().map(Slot::place).collect(Collectors.toSet());
        return forecast.served().stream().filter(turn -> turn.jeopardy() != null || before.contains(turn.slot().place())).toList();
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
     * @param told  how many orders were told of each jeopardy
     * @param worse whether some were, and more are in jeopardy than before
     */
    public record Change(Forecast forecast, Map<Jeopardy, Integer> told, boolean worse) {
    }
}
