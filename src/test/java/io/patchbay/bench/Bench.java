package io.patchbay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All parts, one after the other. */
record Bench(Lab lab, List<String> wanted) {

    List<Part> run() {
        List<Part> parts = new ArrayList<>();
        if (List.of("create", "reads", "latency").stream().anyMatch(wanted::contains)) {
            Contenders contenders = new Contenders(lab);
            contenders.warmUp();
            add(parts, "create", () -> new CreatePart(lab, contenders).run());
        }
        return parts;
    }

    private void add(List<Part> parts, String name, Supplier<Part> part) {
        if (wanted.contains(name)) {
            System.out.println("bench: " + name);
            parts.add(part.get());
            System.out.println(parts.getLast().text());
        }
    }
}
