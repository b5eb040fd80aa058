package io.patchbay.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFunctionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            utc("2026-11-21T20:00:00Z", "MM/dd/yyyy hh:mm:ss a")               | 11/21/2026 08:00:00 PM
            utc("2026-11-21T01:30:00+02:00", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS")   | 2026-11-20T23:30:00.000000
            utc("2026-11-21", "yyyy-MM-dd'T'HH:mm")                            | 2026-11-21T00:00
            utc(null, "yyyy")                                                  | null
            instant("11/21/2026 08:00:00 PM", "MM/dd/yyyy hh:mm:ss a", "UTC")  | 2026-11-21T20:00:00Z
            instant("11/21/2026 08:00:00 pm", "MM/dd/yyyy hh:mm:ss a", "UTC")  | 2026-11-21T20:00:00Z
            instant("2026-07-01 12:00", "yyyy-MM-dd HH:mm", "Europe/Oslo")     | 2026-07-01T10:00:00Z
            instant("2026-07-01 12:00 +05:00", "yyyy-MM-dd HH:mm XXX", "UTC")  | 2026-07-01T07:00:00Z
            instant("2026-07-01", "yyyy-MM-dd", null)                          | 2026-07-01T00:00:00Z
            instant("soon", "yyyy-MM-dd", "UTC")                               | null
            instant(null, "yyyy-MM-dd", "UTC")                                 | null
            seconds-between("2026-11-21T20:00:00Z", "2026-11-21T20:01:30Z")    | 90
            seconds-between("2026-11-21T20:00:00Z", "2026-11-21T19:59:59.5Z")  | -0.5
            seconds-between("2026-11-21T20:00:00Z", null)                      | null
            plus("2026-11-21T20:00:00Z", "P30D")                               | 2026-12-21T20:00:00Z
            plus("2026-11-21T20:00:00+01:00", "PT1H")                          | 2026-11-21T20:00:00Z
            plus("2026-01-31T00:00:00Z", "P1M")                                | 2026-02-28T00:00:00Z
            plus(null, "P1D")                                                  | null
            """)
    void a_function_gives(String expression, String expected) {
        assertThat(value(expression).asText()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utc(\"soon\", \"yyyy\")", "utc(\"2026-11-21T20:00:00Z\", \"bbb\")", "plus(\"2026-11-21T20:00:00Z\", \"a while\")",
        "seconds-between(\"now\", \"then\")", "instant(\"2026\", \"bbb\", \"UTC\")", "instant(\"2026-07-01\", \"yyyy-MM-dd\", \"Mars/Olympus\")"})
    void nonsense_stops_the_mapping(String expression) {
        assertThatThrownBy(() -> value(expression)).isInstanceOf(JsltException.class);
    }

    @Test
    void seconds_are_a_whole_number_where_they_can_be() {
        assertThat(value("seconds-between(\"2026-11-21T20:00:00Z\", \"2026-11-21T20:00:01Z\")").isIntegralNumber()).isTrue();
    }

    private static JsonNode value(String expression) {
        return new MappingCompiler(Path.of("mappings")).text(expression).apply(NullNode.getInstance());
    }
}
