package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetKeysTest {

    private final MetKeys keys = new MetKeys();

    private static Claim claim(String tenant, String key, String fingerprint) {
        return new Claim(tenant, key, fingerprint);
    }

    @Test
    void a_key_is_new_once_whatever_is_ordered_under_it() {
        assertThat(keys.meets(claim("acme", "order-1", "a"))).isFalse();
        assertThat(keys.meets(claim("acme", "order-1", "a"))).isTrue();
        assertThat(keys.meets(claim("acme", "order-1", "b"))).isTrue();
    }

    @Test
    void the_same_key_of_another_tenant_is_another_one() {
        keys.meets(claim("acme", "order-1", "a"));

        assertThat(keys.meets(claim("globex", "order-1", "a"))).isFalse();
    }

    @Test
    void of_as_many_as_there_are_places_for_it_remembers_more_than_half() {
        IntStream.range(0, 131_072).forEach(number -> keys.meets(claim("acme", "order-" + number, "a")));

        assertThat(IntStream.range(131_072 / 2, 131_072).filter(number -> keys.meets(claim("acme", "order-" + number, "a")))).hasSizeGreaterThan(131_072 / 4);
    }

    @Test
    void next_to_none_that_is_new_is_taken_for_an_old_one() {
        assertThat(IntStream.range(0, 131_072).filter(number -> keys.meets(claim("acme", "order-" + number, "a")))).hasSizeLessThan(100);
    }
}
