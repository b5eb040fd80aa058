package io.patchbay.sandbox;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** TelliSIM's stock of SIMs: eSIMs of two labels, and the physical SIMs that were named so far. */
final class TellisimSims {

    private static final List<TellisimLabel> STOCKED = List.of(TellisimLabel.GREEN, TellisimLabel.BLUE);
    private static final String PHYSICAL = "89\\d{17,18}";

    private final SortedMap<String, TellisimSim> byIccid = new TreeMap<>();
    private final Clock clock;

    TellisimSims(Clock clock) {
        this.clock = clock;
    }

    /** Brings the stock to this many eSIMs per label; those in use stay. */
    void stock(long perLabel) {
        byIccid.values().removeIf(sim -> sim.esim && !sim.used() && !sim.installed());
        for (TellisimLabel label : STOCKED) {
            for (int index = 1; index <= perLabel; index++) {
                byIccid.putIfAbsent(iccid(label, index), new TellisimSim(iccid(label, index), label, true, clock.instant()));
            }
        }
    }

    private static String iccid(TellisimLabel label, int index) {
        return "8937103400004%d%05d".formatted(STOCKED.indexOf(label) + 1, index);
    }

    void clear() {
        byIccid.clear();
    }

    Optional<TellisimSim> find(String iccid) {
        return Optional.ofNullable(byIccid.get(iccid));
    }

    Optional<TellisimSim> free(TellisimLabel label) {
        return byIccid.values().stream()
                .filter(sim -> sim.esim && sim.label == label && !sim.used() && !sim.installed())
                .findFirst();
    }

    /** The SIM with this ICCID; one that is not in stock is taken for a physical SIM that fits. */
    Optional<TellisimSim> named(String iccid, TellisimLabel label) {
        return find(iccid).or(() -> iccid.matches(PHYSICAL)
                ? Optional.of(new TellisimSim(iccid, label, false, clock.instant())) : Optional.empty());
    }

    void use(TellisimSim sim) {
        byIccid.put(sim.iccid, sim);
        sim.use(true);
    }

    Answer list(Request request) {
        return TellisimPages.of(request, byIccid.values().stream().filter(sim -> wanted(sim, request))
                .map(TellisimSim::json).toList());
    }

    private static boolean wanted(TellisimSim sim, Request request) {
        return request.parameter("is_esim").map(wanted -> wanted.equals(String.valueOf(sim.esim))).orElse(true)
                && request.parameter("label").map(label -> label.equalsIgnoreCase(sim.label.spelling())).orElse(true);
    }

    // A success that says "error": true is what the documentation shows for this call.
    Answer get(String iccid) {
        return find(iccid).map(sim -> Answer.json(200, Json.object().put("error", true).set("data", sim.json())))
                .orElseGet(TellisimSims::unknown);
    }

    Answer smdpInfo(String iccid) {
        return find(iccid).map(sim -> TellisimCatalogue.data(sim.smdpInfo())).orElseGet(TellisimSims::unknown);
    }

    static Answer unknown() {
        return TellisimErrors.of(404, "SIM not found");
    }
}
