package io.patchbay.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What goes wrong, sorted by the one question that matters: was the request carried out or not? */
sealed interface Effect {

    /** The provider's own listener is closed; nothing is done. */
    record RefuseConnection() implements Effect {
    }

    /** Not done, no answer. */
    record DropBefore() implements Effect {
    }

    /** Done, no answer. */
    record DropAfter() implements Effect {
    }

    /** Done, but late. */
    record Delay(long millis) implements Effect {
    }

    /** Not done, an error instead. */
    record StatusBefore(int status) implements Effect {
    }

    /** Done, an error nevertheless. */
    record StatusAfter(int status) implements Effect {
    }

    /** Done, an unreadable answer. */
    record Garbage() implements Effect {
    }

    /** Not done, 429; null seconds stand for the provider's usual wait. */
    record Throttle(Long retryAfter) implements Effect {
    }

    Pattern STATUS = Pattern.compile("status:([3-5]\\d\\d)-(before|after)");
    Pattern DELAY = Pattern.compile("delay:(\\d{1,9})");

    static Optional<Effect> parse(String text, long millis, Long retryAfter) {
        return switch (text) {
            case "refuse-connection" -> Optional.of(new RefuseConnection());
            case "drop-before" -> Optional.of(new DropBefore());
            case "drop-after" -> Optional.of(new DropAfter());
            case "delay" -> Optional.of(new Delay(millis));
            case "garbage" -> Optional.of(new Garbage());
            case "throttle" -> Optional.of(new Throttle(retryAfter));
            default -> parametrised(text);
        };
    }

    private static Optional<Effect> parametrised(String text) {
        Matcher delay = DELAY.matcher(text);
        return delay.matches() ? Optional.of(new Delay(Long.parseLong(delay.group(1)))) : status(STATUS.matcher(text));
    }

    private static Optional<Effect> status(Matcher matcher) {
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int status = Integer.parseInt(matcher.group(1));
        return Optional.of(matcher.group(2).equals("before") ? new StatusBefore(status) : new StatusAfter(status));
    }
}
