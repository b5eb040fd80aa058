package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testing.Gateway;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.utils.DBConnectionManager;

class TriggerStoreTest {

    @Test
    void a_gateway_that_has_ended_leaves_no_pool_behind(@TempDir Path workspace) throws ReflectiveOperationException {
        Set<Object> before = pools();
        try (Gateway gateway = Gateway.start(workspace)) {
            assertThat(pools()).hasSizeGreaterThan(before.size());
        }

        Set<Object> left = new HashSet<>(pools());
        left.removeAll(before);
        assertThat(left).isEmpty();
    }

    /** Quartz does not show them. */
    private static Set<Object> pools() throws ReflectiveOperationException {
        Field providers = DBConnectionManager.class.getDeclaredField("providers");
        providers.setAccessible(true);
        return ((Map<?, ?>) providers.get(DBConnectionManager.getInstance())).values().stream().filter(Objects::nonNull).collect(Collectors.toSet());
    }
}
