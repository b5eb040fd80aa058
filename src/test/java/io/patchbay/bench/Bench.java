package io.patchbay.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All parts that are wanted, one after the other. */
final class Bench {

    private final Lab lab;
    private final List<String> wanted;
    private final List<Part> parts = new ArrayList<>();

    Bench(Lab lab, List<String> wanted) {
        this.lab = lab;
        this.wanted = wanted;
    }

    List<Part> run() {
        if (wanted.stream().anyMatch(List.of("create", "reads", "latency")::contains)) {
            lab.during(this::sideBySide);
        }
        lab.during(() -> part("stored", () -> new StoredPart(lab).run()));
        lab.during(() -> part("bulkhead", () -> new BulkheadPart(lab).run()));
        lab.during(() -> part("start", () -> new StartPart(lab).run()));
        return parts;
    }

    private void sideBySide() {
        Contenders contenders = new Contenders(lab);
        contenders.warmUp();
        part("create", () -> new CreatePart(lab, contenders).run());
        part("reads", () -> new ReadsPart(lab, contenders).run());
        part("latency", () -> new LatencyPart(lab, contenders).run());
    }

    private void part(String name, Supplier<Part> part) {
        if (wanted.contains(name)) {
            System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + name);
            parts.add(part.get());
            System.out.println(parts.getLast().text());
        }
    }
}
