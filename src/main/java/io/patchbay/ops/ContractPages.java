package io.patchbay.ops;

import io.patchbay.contract.ApiContract;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the contract as the file that requests are judged by ({@code /openapi.yaml}) and as pages for people ({@code /docs}). */
@RestController
class ContractPages implements WebMvcConfigurer {

    private static final MediaType YAML = new MediaType("application", "yaml", StandardCharsets.UTF_8);

    private final byte[] document;
    private final String entityTag;

    ContractPages(ApiContract contract) {
        this.document = contract.document();
        this.entityTag = "\"" + DigestUtils.md5DigestAsHex(document) + "\"";
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<byte[]> contract() {
        return ResponseEntity.ok().contentType(YAML).eTag(entityTag).body(document);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/docs").setViewName("forward:/docs/index.html");
        registry.addRedirectViewController("/docs/", "/docs");
    }
}
