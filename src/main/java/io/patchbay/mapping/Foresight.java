package io.patchbay.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an operation would send, as far as that can be known while nothing has been answered: calls up to the first that tells something are
 * exact, later ones have texts such as {@code <subscriberId from create-subscriber>} in the places of what they would be told. Steps that
 * only an unusual answer leads to are left out. Nothing is sent and no item is taken.
 *
 * @param calls in order; empty where the operation ends before the first
 * @param items taken from pools on the way
 */
public record Foresight(List<Call> calls, List<Item> items) {

    private static final String OF_ANSWERS = ".steps";

    public Foresight {
        calls = List.copyOf(calls);
        items = List.copyOf(items);
    }

    /**
     * @param request null where it cannot even be made up without the answers before it
     * @param exact   whether it is what would be sent, to the byte, but for items of pools
     */
    public record Call(String name, ProviderRequest request, boolean exact) {
    }

    /** @param wanted the item the order asks for; null for any free one */
    public record Item(String pool, String key, String wanted) {
    }

    /** @param walk at its beginning */
    public static Foresight of(Walk walk) {
        List<Item> items = new ArrayList<>();
        Walk here = walk;
        while (here.next() instanceof Next.Reserve wanted) {
            here = here.reserved(wanted.pool(), taken(wanted, items));
        }
        List<Call> calls = new ArrayList<>();
        if (here.next() instanceof Next.Send send) {
            calls.add(new Call(send.call().name(), send.request(), true));
            later(here, here.reached().finished(send.call().name(), null, new Unsaid(send.call().name())), calls, items);
        }
        return new Foresight(calls, items);
    }

    private static void later(Walk walk, Progress from, List<Call> calls, List<Item> items) {
        Optional<Progress> here = Optional.of(from);
        while (here.isPresent() && here.get().position() < walk.course().steps().size()) {
            here = step(walk, here.get(), calls, items);
        }
    }

    /** @return where it goes on; empty if it ends here whatever is answered, or cannot be followed further */
    private static Optional<Progress> step(Walk walk, Progress here, List<Call> calls, List<Item> items) {
        Course course = walk.course();
        ObjectNode known = walk.reached().view(walk.context());
        try {
            return switch (course.steps().get(here.position())) {
                case Step.Refuse refuse -> isOfAnswers(refuse.condition()) || !course.unit().mappings().holds(refuse.condition(), known)
                        ? Optional.of(here.skipped()) : Optional.empty();
                case Step.Call call when !course.unit().mappings().holds(call.when(), known) -> Optional.of(here.skipped());
                case Step.Call call -> {
                    calls.add(call(walk, here, course.call(call.call())));
                    yield Optional.of(here.finished(call.call(), null, new Unsaid(call.call())));
                }
                case Step.Reserve reserve when !course.unit().mappings().holds(reserve.when(), known) -> Optional.of(here.skipped());
                case Step.Reserve reserve -> {
                    Next.Reserve wanted = (Next.Reserve) Halt.reserving(course, here.view(walk.context()), reserve).next();
                    yield Optional.of(here.holding(wanted.pool(), taken(wanted, items)));
                }
            };
        } catch (Unmappable unknown) {
            return Optional.empty();
        }
    }

    private static boolean isOfAnswers(String condition) {
        return condition.contains(OF_ANSWERS);
    }

    private static Call call(Walk walk, Progress here, CallSheet call) {
        try {
            JsonNode mapped = walk.course().unit().mappings().request(call.name(), walk.course().called(walk.context(), here, call));
            return new Call(call.name(), RequestWriter.write(call, mapped), false);
        } catch (Unmappable needsAnswer) {
            return new Call(call.name(), null, false);
        }
    }

    private static String taken(Next.Reserve wanted, List<Item> items) {
        items.add(new Item(wanted.pool(), wanted.key(), wanted.item()));
        return wanted.item() != null ? wanted.item() : "<%s from pool %s>".formatted(wanted.pool(), wanted.key().replaceAll("[<>]", ""));
    }
}
