package io.patchbay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway. */
@SpringBootApplication
public class Patchbay {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Patchbay.class);
        application.addInitializers(new DatabaseRequired());
        application.run(arguments);
    }
}
