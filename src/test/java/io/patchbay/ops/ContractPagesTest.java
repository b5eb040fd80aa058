package io.patchbay.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.contract.ApiContract;
import io.patchbay.contract.ContractCheck;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@SpringBootTest(classes = ContractPagesTest.Pages.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ContractPagesTest {

    private static final Path FILE = Path.of("contracts/api/openapi.yaml");
    private static final ContractCheck CHECK = ContractCheck.standard();

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void the_contract_is_served_byte_for_byte() throws Exception {
        HttpResponse<byte[]> answer = client.send(get("/openapi.yaml").build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(FILE));
        CHECK.answer("GET", "/openapi.yaml", 200, contentType(answer), new String(answer.body()));
    }

    @Test
    void a_browser_that_prefers_html_gets_the_contract_all_the_same() throws Exception {
        assertThat(send(get("/openapi.yaml").header("Accept", "text/html")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_contract_already_held_is_not_sent_again() throws Exception {
        String tag = send(get("/openapi.yaml")).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> answer = send(get("/openapi.yaml").header("If-None-Match", tag));
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void the_page_and_everything_it_loads_come_from_here() throws Exception {
        HttpResponse<String> page = send(get("/docs"));
        CHECK.answer("GET", "/docs", page.statusCode(), contentType(page), page.body());
        List<String> loaded = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body()).results()
            .map((MatchResult match) -> match.group(1)).toList();
        assertThat(loaded).hasSizeGreaterThan(4).allMatch(address -> address.startsWith("/"));
        for (String address : loaded) {
            assertThat(send(get(address)).statusCode()).as(address).isEqualTo(200);
        }
    }

    @Test
    void the_page_has_no_script_of_its_own() throws Exception {
        assertThat(send(get("/docs")).body()).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("@swagger-ui");
    }

    @Test
    void the_page_shows_this_contract() throws Exception {
        assertThat(send(get("/docs/docs.js")).body()).contains("url: '/openapi.yaml'").contains("validatorUrl: null");
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String contentType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse(null);
    }

    @SpringBootConfiguration
    @ImportAutoConfiguration({ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class, ErrorMvcAutoConfiguration.class})
    @Import(ContractPages.class)
    static class Pages {

        @Bean
        ApiContract contract() {
            return ApiContract.load(FILE);
        }
    }
}
