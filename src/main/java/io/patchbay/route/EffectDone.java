package io.patchbay.route;

import io.patchbay.mapping.CallSheet;
import io.patchbay.mapping.OutcomeClass;
import io.patchbay.mapping.ProviderSheet;
import io.patchbay.mapping.Step;
import io.patchbay.operation.Attempt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what the order is about has been done at the provider, though a later step failed: then only the news of it is missing,
 * and saying "refused" would be a lie.
 */
final class EffectDone {

    private static final String REPEAT = "resend-identical";
    private static final List<String> NOT_CARRIED_OUT = Stream.of(OutcomeClass.UNAVAILABLE_NOT_SENT, OutcomeClass.THROTTLED, OutcomeClass.UNAUTHORISED)
            .map(Enum::name).toList();

    private EffectDone() {
    }

    /** It has been done for certain. */
    static boolean by(Order order) {
        ProviderSheet sheet = order.unit.sheet();
        return succeeded(order).anyMatch(attempt -> Order.FOUND_DONE.equals(attempt.finding()) || sheet.doneBy(attempt.step(), attempt.rule()));
    }

    /** It may have been done: also where the call met something that was there already, which may be our own doing. */
    static boolean possiblyBy(Order order) {
        return succeeded(order).findAny().isPresent();
    }

    /** It cannot have been done, nor anything before it: all that went to this account were questions and what was not carried out. */
    static boolean impossibleBy(Order order) {
        return order.attempts.stream().filter(attempt -> attempt.account() == null || attempt.account().equals(order.getAccount()))
                .allMatch(attempt -> NOT_CARRIED_OUT.contains(attempt.outcomeClass()) || isQuestion(order, attempt));
    }

    private static boolean isQuestion(Order order, Attempt attempt) {
        CallSheet call = order.unit.sheet().calls().get(attempt.step());
        return attempt.probe() == null ? call != null && !call.mutates() : !REPEAT.equals(attempt.probe());
    }

    /** An earlier sending of the call, at the account that carries the order, has never been answered clearly. */
    static boolean inDoubt(Order order, String call) {
        return order.attempts.stream().filter(attempt -> attempt.step().equals(call) && order.getAccount().equals(attempt.account()) && !isQuestion(attempt))
                .anyMatch(attempt -> attempt.outcomeClass() == null || attempt.outcomeClass().equals(OutcomeClass.UNKNOWN.name()));
    }

    /** The last sending of the call, if it was refused. */
    static Optional<Attempt> refusal(Order order, String call) {
        return order.attempts.reversed().stream().filter(attempt -> attempt.step().equals(call) && !isQuestion(attempt)).findFirst()
                .filter(attempt -> OutcomeClass.REJECTED.name().equals(attempt.outcomeClass()));
    }

    private static boolean isQuestion(Attempt attempt) {
        return attempt.probe() != null && !REPEAT.equals(attempt.probe());
    }

    private static Stream<Attempt> succeeded(Order order) {
        String decisive = lastChangingCall(order);
        return order.attempts.stream().filter(attempt -> attempt.step().equals(decisive) && succeeded(attempt));
    }

    /** A question that was answered well has done nothing; what it found may be that the call had. */
    private static boolean succeeded(Attempt attempt) {
        return isQuestion(attempt) ? Order.FOUND_DONE.equals(attempt.finding()) : OutcomeClass.SUCCEEDED.name().equals(attempt.outcomeClass());
    }

    private static String lastChangingCall(Order order) {
        ProviderSheet sheet = order.unit.sheet();
        return sheet.operations().get(order.does).steps().stream()
                .filter(Step.Call.class::isInstance).map(step -> ((Step.Call) step).call())
                .filter(call -> sheet.calls().get(call).mutates()).reduce((first, second) -> second).orElse(null);
    }
}
