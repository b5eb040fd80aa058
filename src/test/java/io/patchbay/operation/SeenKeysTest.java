package io.patchbay.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcOperations;

class SeenKeysTest {

    private static final Claim CLAIM = new Claim("acme", "key", "fingerprint");

    private final Deque<Object> says = new ArrayDeque<>();

    /** A database that answers looks, or fails at them, as it is told. */
    private SeenKeys keys(Object... answers) {
        says.addAll(Arrays.asList(answers));
        JdbcOperations jdbc = (JdbcOperations) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {JdbcOperations.class}, (proxy, method, arguments) -> {
            if (says.poll() instanceof RuntimeException fault) {
                throw fault;
            }
            return true;
        });
        return new SeenKeys(jdbc, new ObjectMapper(), Duration.ofSeconds(5));
    }

    @Test
    void a_look_that_failed_is_taken_once_more_by_itself() {
        assertThat(keys(new RecoverableDataAccessException("the line is broken"), true).replay(CLAIM)).isEmpty();
        assertThat(says).isEmpty();
    }

    @Test
    void a_key_that_cannot_be_looked_up_is_not_taken_for_a_new_one() {
        SeenKeys broken = keys(new RecoverableDataAccessException("the line is broken"), new RecoverableDataAccessException("this one, too"));

        assertThatThrownBy(() -> broken.replay(CLAIM)).isInstanceOf(RecoverableDataAccessException.class);
    }

    @Test
    void where_no_connection_is_to_be_had_nobody_tries_again() {
        SeenKeys away = keys(new CannotGetJdbcConnectionException("away", new SQLException("away")), true);

        assertThatThrownBy(() -> away.replay(CLAIM)).isInstanceOf(CannotGetJdbcConnectionException.class);
        assertThat(says).hasSize(1);
    }
}
