package io.patchbay.demo;

import io.patchbay.Patchbay;
import io.patchbay.sandbox.Sandbox;
import io.patchbay.sandbox.SandboxPorts;
import java.nio.file.Path;
import java.util.List;

/**
 * The gateway with everything it needs on one machine: an embedded PostgreSQL that keeps its data under {@code .data}, simulators
 * of all providers, and demo tenants. With {@code SPRING_DATASOURCE_URL} set it uses that database instead. Never part of the jar.
 */
public final class Demo {

    private Demo() {
    }

    public static void main(String[] arguments) {
        try {
            String banner = prepare(new DemoSettings(arguments, System::getProperty, System::getenv));
            serve(arguments);
            System.out.println(banner);
        } catch (DemoRefused refusal) {
            end(refusal.getMessage());
        } catch (RuntimeException failure) {
            end("The demo cannot start: " + failure);
        }
    }

    private static void serve(String[] arguments) {
        try {
            Patchbay.main(arguments);
        } catch (RuntimeException | InterruptedException reported) {
            // Spring Boot has printed why.
            System.exit(1);
        }
    }

    /** The threads of the simulators would otherwise keep the process alive. */
    private static void end(String why) {
        System.err.println(why);
        System.exit(1);
    }

    /** @return what to tell once the gateway is up */
    private static String prepare(DemoSettings settings) {
        if (settings.value("spring.datasource.url").isEmpty()) {
            DemoDatabase database = DemoDatabase.start(Path.of(".data"));
            System.setProperty("spring.datasource.url", database.url());
            System.setProperty("spring.datasource.username", database.username());
            System.setProperty("spring.datasource.password", database.password());
        }
        int api = settings.port("server.port", 8080);
        int management = settings.port("management.server.port", 8081);
        SandboxPorts sandbox = SandboxPorts.standard();
        FreePorts.require(List.of(api, management, sandbox.control(), sandbox.connect(), sandbox.telegent(), sandbox.tellisim()));
        Sandbox.start(sandbox);
        settings.value("spring.profiles.active").ifPresentOrElse(given -> { }, () -> System.setProperty("spring.profiles.active", "demo"));
        settings.value("patchbay.config-dir").ifPresentOrElse(given -> { }, () -> System.setProperty("patchbay.config-dir", "config/demo"));
        return Banner.text(api, management, sandbox.control());
    }
}
