package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    @Test
    void requests_of_one_edition_or_of_none_are_whole() {
        assertThat(Arrivals.mixture(request(null))).isEmpty();
        assertThat(Arrivals.mixture(request("key=secret"))).isEmpty();
        assertThat(Arrivals.mixture(request("editionOfSheet=3&key=secret&editionOfMapping=3"))).isEmpty();
        assertThat(Arrivals.mixture(request("editionOfSheet=3&editionOfMapping=3&editionOfEarlierCall=3"))).isEmpty();
    }

    @Test
    void a_request_of_two_editions_is_found_and_told_without_the_rest_of_its_query() {
        assertThat(Arrivals.mixture(request("editionOfSheet=3&editionOfMapping=5&key=secret")).orElseThrow())
                .contains("POST /subscriptions", "editionOfSheet=3", "editionOfMapping=5").doesNotContain("secret");
    }

    @Test
    void a_request_with_an_edition_in_one_place_only_is_of_two() {
        assertThat(Arrivals.mixture(request("editionOfMapping=5"))).isPresent();
        assertThat(Arrivals.mixture(request("editionOfSheet=5"))).isPresent();
    }

    @Test
    void an_operation_that_went_on_with_another_edition_is_found() {
        assertThat(Arrivals.mixture(request("editionOfSheet=5&editionOfMapping=5&editionOfEarlierCall=3"))).isPresent();
        assertThat(Arrivals.mixture(request("editionOfSheet=5&editionOfMapping=5&editionOfEarlierCall=none"))).isPresent();
    }

    private static JsonNode request(String query) {
        return JsonNodeFactory.instance.objectNode().put("at", "2027-01-01T00:00:00Z").put("method", "POST").put("path", "/subscriptions").put("query", query);
    }
}
