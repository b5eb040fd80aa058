package passthrough;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Everything it does stands in application.yaml. */
@SpringBootApplication(proxyBeanMethods = false)
public class Passthrough {

    public static void main(String[] arguments) {
        SpringApplication.run(Passthrough.class, arguments);
    }
}
