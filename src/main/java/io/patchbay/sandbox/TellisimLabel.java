package io.patchbay.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** TelliSIM's compatibility classes of plans and SIMs, in TelliSIM's spelling. */
enum TellisimLabel {

    GREEN("Green"), AQUA("Aqua"), BLUE("Blue"), VIOLET("Voilet"), RED("Red"), GREY("Grey"), ORANGE("Orange");

    private final String spelling;

    TellisimLabel(String spelling) {
        this.spelling = spelling;
    }

    static Optional<TellisimLabel> of(String text) {
        return Arrays.stream(values()).filter(label -> label.spelling.equals(text)).findFirst();
    }

    String spelling() {
        return spelling;
    }

    /** As most answers show it. */
    String lower() {
        return spelling.toLowerCase(Locale.ROOT);
    }
}
