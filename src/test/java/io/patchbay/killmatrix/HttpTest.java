package io.patchbay.killmatrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpTest {

    @Test
    void a_request_without_an_answer_names_what_happened_and_after_how_long() {
        Http.Answer answer = Http.send("GET", "http://localhost:" + Ports.one() + "/", null, Map.of());

        assertThat(answer.reply()).isEmpty();
        assertThat(answer.toString()).matches("(?s)no answer, java\\.net\\.ConnectException.* after \\d+ ms");
    }
}
