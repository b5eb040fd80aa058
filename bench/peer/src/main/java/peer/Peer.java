package peer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** One API for one provider, as one writes it with Spring Boot: a controller, a client, a circuit breaker and two transactions. */
@SpringBootApplication(proxyBeanMethods = false)
public class Peer {

    public static void main(String[] arguments) {
        SpringApplication.run(Peer.class, arguments);
    }

    @Bean
    RestClient providerHttp(RestClient.Builder builder, @Value("${peer.provider}") String address) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create().setMaxConnTotal(64).setMaxConnPerRoute(64).build();
        var http = HttpClients.custom().setConnectionManager(connections).disableAutomaticRetries().disableCookieManagement().build();
        return builder.baseUrl(address).requestFactory(new HttpComponentsClientHttpRequestFactory(http)).build();
    }

    @Bean
    CircuitBreaker breaker() {
        return CircuitBreaker.ofDefaults("provider");
    }
}
