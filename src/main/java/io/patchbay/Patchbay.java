package io.patchbay;

import io.patchbay.cli.Command;
import io.patchbay.cli.Diff;
import io.patchbay.cli.Validate;
import io.patchbay.sandbox.Sandbox;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The gateway, and the way to what else is in the same jar: the provider simulators ({@code java -jar patchbay.jar sandbox}) and the commands
 * for pipelines ({@code validate}, {@code diff}). Options such as {@code --server.port=80} belong to the gateway. Any other word ends the
 * process with status 2.
 */
@SpringBootApplication
public class Patchbay {

    private static final String USAGE = """
            Usage: java -jar patchbay.jar [--setting=value ...]   the gateway; SPRING_DATASOURCE_URL and PATCHBAY_CONFIG_DIR must be set
                   java -jar patchbay.jar sandbox                 the provider simulators alone; SANDBOX_BIND and SANDBOX_PORT move them
                   java -jar patchbay.jar validate <dir>          everything wrong with a configuration directory and the provider units
                   java -jar patchbay.jar diff <dir> <url>        what a configuration directory would change at a running gateway""";

    public static void main(String[] arguments) throws InterruptedException {
        String word = arguments.length == 0 || arguments[0].startsWith("--") ? "" : arguments[0];
        switch (word) {
            case "" -> serve(arguments);
            case "sandbox" -> Sandbox.main(arguments);
            case "validate" -> System.exit(Validate.run(arguments, Command.ofProcess()));
            case "diff" -> System.exit(Diff.run(arguments, Command.ofProcess()));
            default -> refuse(word);
        }
    }

    private static void serve(String[] arguments) {
        SpringApplication application = new SpringApplication(Patchbay.class);
        application.addInitializers(new DatabaseRequired());
        application.run(arguments);
    }

    private static void refuse(String word) {
        System.err.println("Patchbay does not know '" + word + "'.\n" + USAGE);
        System.exit(2);
    }
}
