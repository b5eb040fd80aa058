package io.patchbay.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpUri", "camelHttpUri", "CAMELFILENAME", "org.apache.camel.Exchange", "x-camel"})
    void names_with_camel_in_any_case_are_hidden(String name) {
        assertThat(HiddenNames.contains(name)).isTrue();
    }

    @Test
    void other_names_and_the_order_of_parameters_stay() {
        assertThat(HiddenNames.strip("b=2&CamelA=1&a=1&a=3")).isEqualTo("b=2&a=1&a=3");
    }

    @Test
    void a_name_is_decoded_before_it_is_judged_and_dropped_if_that_fails() {
        assertThat(HiddenNames.strip("%63%61mel=1&x%=2&limit=5")).isEqualTo("limit=5");
    }

    @Test
    void a_value_may_say_camel() {
        assertThat(HiddenNames.strip("customerId=camel-riders")).isEqualTo("customerId=camel-riders");
    }

    @Test
    void nothing_left_is_no_query() {
        assertThat(HiddenNames.strip("CamelA=1")).isNull();
        assertThat(HiddenNames.strip(null)).isNull();
    }
}
