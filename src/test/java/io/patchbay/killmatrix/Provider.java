package io.patchbay.killmatrix;

import java.util.Locale;

/** The three providers, each with the demo tenant whose orders it carries. */
enum Provider {
    CONNECT("pb_test_acme_demo"),
    TELEGENT("pb_test_globex_demo"),
    TELLISIM("pb_test_initech_demo");

    /** API key of the tenant. */
    final String key;
    Provider(String key) {
        this.key = key;
    }

    /** Its name in the gateway and in the simulators. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Provider of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
