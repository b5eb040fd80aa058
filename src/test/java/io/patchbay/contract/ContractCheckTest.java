package io.patchbay.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractCheckTest {

    private static final ContractCheck CHECK = ContractCheck.standard();
    private static final String SUBSCRIPTION = """
        {"subscriptionId":"sub_0198c7f2a4b07c3e9d21f06b5e8a1c47","status":"PENDING","customerId":"c","metadata":{},"notices":[],
         "productOffering":{"productOfferingId":"p","name":"P"},"createdAt":"2026-11-21T20:31:56Z","updatedAt":"2026-11-21T20:31:56Z"}""";
    private static final String PROBLEM = """
        {"type":"urn:patchbay:problem:not-found","title":"t","status":404,"code":"not-found","detail":"d","retryable":false}""";

    @Test
    void a_documented_exchange_passes() {
        assertThatCode(() -> {
            CHECK.request("GET", "/v1/subscriptions?limit=5&msisdn=%2B15551234567", null);
            CHECK.request("POST", "/v1/subscriptions/rid_1/activate", "");
            CHECK.answer("POST", "/v1/subscriptions", 201, Map.of("content-type", "application/json;charset=UTF-8",
                "patchbay-revision", "1", "server-timing", "total;dur=3.10, provider;dur=1.20", "location", "/v1/subscriptions/sub_0198c7f2a4b07c3e9d21f06b5e8a1c47"), SUBSCRIPTION);
            CHECK.answer("GET", "/v1/subscriptions/rid_x?refresh=true", 404, "application/problem+json", PROBLEM);
            CHECK.answer("GET", "/nowhere", 404, "application/problem+json", PROBLEM);
        }).doesNotThrowAnyException();
    }

    @Test
    void a_request_outside_the_contract_fails() {
        assertThatThrownBy(() -> CHECK.request("GET", "/v2/subscriptions", null)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> CHECK.request("GET", "/v1/subscriptions?limit=x&page=2", null)).isInstanceOf(AssertionError.class)
            .hasMessageContaining("limit").hasMessageContaining("page");
        assertThatThrownBy(() -> CHECK.request("POST", "/v1/subscriptions", "{")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> CHECK.request("POST", "/v1/subscriptions", null)).hasMessageContaining("the body is required");
    }

    @Test
    void an_undocumented_status_fails() {
        assertThatThrownBy(() -> CHECK.answer("GET", "/v1/subscriptions", 418, "application/json", "{}")).isInstanceOf(AssertionError.class)
            .hasMessageContaining("418");
        assertThatThrownBy(() -> CHECK.answer("PUT", "/v1/subscriptions", 404, "application/problem+json", PROBLEM))
            .isInstanceOf(AssertionError.class);
    }

    @Test
    void another_content_type_fails() {
        assertThatThrownBy(() -> CHECK.answer("GET", "/v1/subscriptions/rid_x", 200, "text/html", SUBSCRIPTION))
            .isInstanceOf(AssertionError.class).hasMessageContaining("text/html").hasMessageContaining("application/json");
    }

    @Test
    void every_deviation_of_a_body_and_its_headers_is_listed() {
        assertThatThrownBy(() -> CHECK.answer("POST", "/v1/subscriptions", 201,
            Map.of("Content-Type", "application/json", "Patchbay-Revision", "first"), SUBSCRIPTION.replace("PENDING", "NEW").replace("\"c\"", "1")))
            .isInstanceOf(AssertionError.class).hasMessageContaining("Location").hasMessageContaining("Patchbay-Revision")
            .hasMessageContaining("/status").hasMessageContaining("/customerId");
    }

    @Test
    void a_body_that_should_be_there_or_should_not_fails() {
        assertThatThrownBy(() -> CHECK.answer("GET", "/v1/operations", 200, "application/json", "")).hasMessageContaining("the body is missing");
        assertThatThrownBy(() -> CHECK.answer("GET", "/openapi.yaml", 304, "text/plain", "x")).hasMessageContaining("documents none");
    }
}
