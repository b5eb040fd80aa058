package io.patchbay.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What Spring Boot will find for a setting, asked before it starts: argument, system property, environment variable. */
final class DemoSettings {

    private final String[] arguments;
    private final Function<String, String> properties;
    private final Function<String, String> environment;

    DemoSettings(String[] arguments, Function<String, String> properties, Function<String, String> environment) {
        this.arguments = arguments.clone();
        this.properties = properties;
        this.environment = environment;
    }

    Optional<String> value(String name) {
        String prefix = "--" + name + "=";
        String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);
        Stream<String> given = Arrays.stream(arguments).filter(argument -> argument.startsWith(prefix))
                .map(argument -> argument.substring(prefix.length()));
        // Spring knows PATCHBAY_CONFIG_DIR by both spellings.
        Stream<String> outside = Stream.of(properties.apply(name), environment.apply(variable.replace("-", "")),
                environment.apply(variable.replace('-', '_')));
        return Stream.concat(given, outside).filter(value -> value != null && !value.isBlank()).findFirst();
    }

    int port(String name, int standard) {
        String value = value(name).orElse(Integer.toString(standard));
        if (!value.matches("\\d{1,5}")) {
            throw new DemoRefused("%s is %s, which is no port number.".formatted(name, value));
        }
        return Integer.parseInt(value);
    }
}
