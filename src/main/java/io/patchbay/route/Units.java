package io.patchbay.route;

import io.patchbay.mapping.Problem;
import io.patchbay.mapping.ProviderUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How the units of all providers stand on this node. Whoever needs a unit asks here, or {@link Carriers}, at the time. */
public final class Units {

    private final Map<String, Standing> standings = new ConcurrentHashMap<>();

    public Map<String, Standing> all() {
        return Collections.unmodifiableMap(new TreeMap<>(standings));
    }

    public Optional<Standing> standing(String provider) {
        return Optional.ofNullable(standings.get(provider));
    }

    public Optional<Served> served(String provider) {
        return standing(provider).flatMap(Standing::served);
    }

    public Optional<ProviderUnit> unit(String provider) {
        return served(provider).map(Served::unit);
    }

    /** The providers that can be used, in alphabetical order. */
    Set<String> names() {
        return names(true);
    }

    /** The providers that have files and cannot be used. */
    Set<String> outOfService() {
        return names(false);
    }

    /** Problems by provider, of those that have any. */
    public Map<String, List<Problem>> problems() {
        return standings.entrySet().stream().filter(entry -> !entry.getValue().problems().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().problems()));
    }

    void serve(Served served) {
        standings.put(served.provider(), new Standing(Optional.of(served), List.of()));
    }

    /** What is in service stays so. */
    void refuse(String provider, List<Problem> problems) {
        change(provider, standing -> new Standing(standing.served(), problems));
    }

    /** What was wrong with the newest version has been put right. */
    void mended(String provider) {
        standings.computeIfPresent(provider, (name, standing) -> standing.served().isEmpty() ? null : new Standing(standing.served(), List.of()));
    }

    /** What passed its checks does not run. */
    void failed(String provider, List<Problem> problems) {
        standings.put(provider, new Standing(Optional.empty(), problems));
    }

    void withdrawn(String provider) {
        standings.remove(provider);
    }

    private void change(String provider, UnaryOperator<Standing> change) {
        standings.compute(provider, (name, standing) -> change.apply(standing == null ? Standing.NONE : standing));
    }

    private Set<String> names(boolean inService) {
        return standings.entrySet().stream().filter(entry -> entry.getValue().served().isPresent() == inService)
                .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }
}
