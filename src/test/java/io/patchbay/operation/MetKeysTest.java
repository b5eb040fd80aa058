package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetKeysTest {

    private final MetKeys keys = new MetKeys();

    @Test
    void a_key_is_new_once() {
        assertThat(keys.meets("acme", "order-1")).isFalse();
        assertThat(keys.meets("acme", "order-1")).isTrue();
        assertThat(keys.meets("acme", "order-1")).isTrue();
    }

    @Test
    void the_same_key_of_another_tenant_is_another_one() {
        keys.meets("acme", "order-1");

        assertThat(keys.meets("globex", "order-1")).isFalse();
    }

    @Test
    void of_as_many_as_there_are_places_for_it_remembers_more_than_half() {
        IntStream.range(0, 131_072).forEach(number -> keys.meets("acme", "order-" + number));

        assertThat(IntStream.range(131_072 / 2, 131_072).filter(number -> keys.meets("acme", "order-" + number))).hasSizeGreaterThan(131_072 / 4);
    }

    @Test
    void next_to_none_that_is_new_is_taken_for_an_old_one() {
        assertThat(IntStream.range(0, 131_072).filter(number -> keys.meets("acme", "order-" + number))).hasSizeLessThan(100);
    }
}
