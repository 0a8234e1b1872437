package io.yaim.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.json.StrictYaml;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CliOutputTest {

    private static final List<Map<String, Object>> NODES = List.of(
            fields("name", "a", "owned", 2, "state", "healthy"),
            fields("name", "long name", "owned", 10, "reason", Optional.empty()));

    @Test
    void alignsTheColumnsOfAllRows() {
        assertThat(table(NODES))
                .containsExactly(
                        "NAME       OWNED  STATE    REASON",
                        "a          2      healthy  -",
                        "long name  10     -        -");
    }

    @Test
    void showsPeopleTheColumnsThatTheCommandChose() {
        assertThat(table(NODES, "owned", "name")).containsExactly("OWNED  NAME", "2      a", "10     long name");
    }

    @Test
    void showsAMapAsLinesAndTheListInItAsATable() {
        assertThat(table(fields("self", "a", "seen_ms", 12, "nodes", NODES), "name"))
                .containsExactly("SELF     a", "SEEN MS  12", "", "NAME", "a", "long name");
    }

    @Test
    void namesTheTablesWhereThereAreSeveral() {
        assertThat(table(fields("one", List.of(fields("x", 1)), "other", List.of(fields("y", true)))))
                .containsExactly("ONE", "X", "1", "", "OTHER", "Y", "yes");
    }

    @Test
    void letsNoValueUpsetTheTerminal() {
        assertThat(table(List.of(fields("x", "\033[2Jboo\n")))).containsExactly("X", "\\u001b[2Jboo\\u000a");
    }

    @Test
    void writesAnEmptyListAsNoLineAtAll() {
        assertThat(table(List.of())).isEmpty();
        assertThat(show(CliOutput.Format.JSON, Terminal.NONE, List.of())).isEqualTo("[]\n");
    }

    @Test
    void givesScriptsAllOfTheSameValue() {
        assertThat(show(CliOutput.Format.JSON, Terminal.NONE, NODES, "name"))
                .isEqualTo("[{\"name\":\"a\",\"owned\":2,\"state\":\"healthy\"},"
                        + "{\"name\":\"long name\",\"owned\":10,\"reason\":null}]\n");
        assertThat(show(CliOutput.Format.YAML, Terminal.NONE, NODES, "name"))
                .isEqualTo("- name: a\n  owned: 2\n  state: healthy\n- name: long name\n  owned: 10\n  reason: null\n");
    }

    @Test
    void writesYamlThatComesBackAsItWas() {
        Map<String, Object> value =
                fields("text", "null", "number", "12", "lines", "a\n b\n", "list", List.of(), "same", List.of());
        assertThat(StrictYaml.parse(YamlOutput.of(value), 1000, 4)).contains(value);
    }

    @Test
    void hasColoursOnATerminalOnly() {
        var terminal = new Terminal(true, true);
        assertThat(show(CliOutput.Format.TABLE, terminal, List.of(fields("level", "problem"))))
                .isEqualTo("\033[1mLEVEL\033[0m\n\033[31mproblem\033[0m\n");
        assertThat(show(CliOutput.Format.JSON, terminal, fields("level", "problem")))
                .isEqualTo("{\"level\":\"problem\"}\n");
    }

    @Test
    void honoursNoColor() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm")).hasColours()).isTrue();
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "")).hasColours())
                .isTrue();
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1")).hasColours())
                .isFalse();
        assertThat(Terminal.of(true, Map.of("TERM", "dumb")).hasColours()).isFalse();
        assertThat(Terminal.of(false, Map.of("TERM", "xterm")).hasColours()).isFalse();
    }

    private static List<String> table(Object value, String... columns) {
        return show(CliOutput.Format.TABLE, Terminal.NONE, value, columns)
                .lines()
                .toList();
    }

    private static String show(CliOutput.Format format, Terminal terminal, Object value, String... columns) {
        var shown = new StringWriter();
        new CliOutput(new PrintWriter(shown), format, terminal).show(value, columns);
        return shown.toString();
    }

    private static Map<String, Object> fields(Object... keysAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        var all = Arrays.asList(keysAndValues).iterator();
        while (all.hasNext()) {
            fields.put(all.next().toString(), all.next());
        }
        return fields;
    }
}
