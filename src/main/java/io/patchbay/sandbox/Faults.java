package io.patchbay.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A provider's fault list at work. A fault that is spent, or that the dice spare, leaves the request to the next one. */
final class Faults {

    private List<Armed> list = List.of();
    private Random dice = new Random(1);

    private static final class Armed {

        private final Fault fault;
        private int hits;

        private Armed(Fault fault) {
            this.fault = fault;
        }

        private boolean strikes(Request request, Random dice) {
            boolean struck = !spent() && fault.matches(request) && !spared(dice);
            hits += struck ? 1 : 0;
            return struck;
        }

        private boolean spent() {
            return fault.times() != null && hits >= fault.times();
        }

        private boolean spared(Random dice) {
            return fault.probability() != null && dice.nextDouble() >= fault.probability();
        }

        private ObjectNode json() {
            ObjectNode json = fault.asGiven().deepCopy().put("hits", hits);
            return fault.times() == null ? json : json.put("remaining", fault.times() - hits);
        }
    }

    synchronized void replace(List<Fault> faults) {
        list = faults.stream().map(Armed::new).toList();
    }

    synchronized void seed(long seed) {
        dice = new Random(seed);
    }

    synchronized boolean refuseConnections() {
        return list.stream().anyMatch(armed -> armed.fault.refusesConnections());
    }

    synchronized Optional<Fault> strike(Request request) {
        return list.stream().map(armed -> armed.fault).filter(Fault::refusesConnections).findFirst()
                .or(() -> list.stream().filter(armed -> armed.strikes(request, dice)).map(armed -> armed.fault).findFirst());
    }

    synchronized ArrayNode json() {
        ArrayNode json = Json.array();
        list.forEach(armed -> json.add(armed.json()));
        return json;
    }
}
