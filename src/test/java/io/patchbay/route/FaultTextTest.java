package io.patchbay.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator reads what happened, not a class of the JDK. */
class FaultTextTest {

    static Stream<IOException> breaks() {
        return Stream.of(new SocketException("Connection reset"), new IOException("Broken pipe"), new AsynchronousCloseException(), new ClosedByInterruptException());
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void a_connection_that_broke_is_called_so(IOException fault) {
        assertThat(FaultText.of(fault)).isEqualTo("the connection broke");
    }

    @Test
    void what_has_no_words_of_its_own_goes_by_its_name() {
        assertThat(FaultText.of(new LimitedAnswer.AnswerTooSlow())).isEqualTo("AnswerTooSlow");
    }
}
