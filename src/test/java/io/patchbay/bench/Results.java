package io.patchbay.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Measurements of all rounds, by who was measured and with what. */
final class Results<M> {

    private record Of(String contender, String load) {
    }

    private final Map<Of, List<M>> found = new LinkedHashMap<>();

    void add(String contender, String load, M measured) {
        found.computeIfAbsent(new Of(contender, load), of -> new ArrayList<>()).add(measured);
    }

    /** Empty if nothing of the kind was measured. */
    Series series(String contender, String load, ToDoubleFunction<M> value) {
        return Series.of(found.getOrDefault(new Of(contender, load), List.of()).stream().map(value::applyAsDouble).toList());
    }

    List<M> of(String contender, String load) {
        return found.getOrDefault(new Of(contender, load), List.of());
    }

    List<String> contenders() {
        return found.keySet().stream().map(Of::contender).distinct().toList();
    }

    List<String> loads() {
        return found.keySet().stream().map(Of::load).distinct().toList();
    }
}
