package io.yaim.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesOneLineWithoutSpaces() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("a", List.of(1, 2L, 0.5, true));
        fields.put("b", Optional.empty());
        fields.put("c", Map.of());
        fields.put("d", Arrays.asList("x", null));
        assertThat(Json.of(fields)).isEqualTo("{\"a\":[1,2,0.5,true],\"b\":null,\"c\":{},\"d\":[\"x\",null]}");
    }

    @Test
    void whatIsNotPrintableAsciiIsEscaped() {
        assertThat(Json.of("\" \\ \n \u00fc \ud83d\ude00 \ud800"))
                .isEqualTo("\"\\\" \\\\ \\u000a \\u00fc \\ud83d\\ude00 \\ud800\"");
    }

    @Test
    void noNumberIsOneThatJsonDoesNotHave() {
        assertThat(Json.of(List.of(Double.NaN, Double.NEGATIVE_INFINITY))).isEqualTo("[\"NaN\",\"-Infinity\"]");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> value =
                Map.of("text", "\u00fc: \"x\" # no comment", "list", List.of(1, "2", Map.of("k", -3)));
        assertThat(StrictYaml.parse(Json.of(value), 1000, 4)).contains(value);
    }
}
