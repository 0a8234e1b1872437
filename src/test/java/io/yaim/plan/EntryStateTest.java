package io.yaim.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.FailureMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The whole table of states and events, here and in the docs.
class EntryStateTest {

    private static final Path DOCS = Path.of("docs/states.md");

    private static final String TABLE = """
            | state     | elected   | demoted | fault: release | fault: failsafe | fault: claim | health_check_fail | health_check_success |
            | BOOTING   | ACTIVATED | BOOTING | BOOTING        | BOOTING         | BOOTING      | FAILING           | STANDBY              |
            | ACTIVATED | ACTIVATED | STANDBY | STANDBY        | ACTIVATED       | ACTIVATED    | FAILING           | ACTIVATED            |
            | STANDBY   | ACTIVATED | STANDBY | STANDBY        | STANDBY         | ACTIVATED    | FAILING           | STANDBY              |
            | FAILING   | FAILING   | FAILING | FAILING        | FAILING         | FAILING      | FAILING           | STANDBY              |
            """;

    /// What happens: `fault` in each mode, all else in whatever mode.
    private record Happening(String name, EntryEvent event, List<FailureMode> modes) {}

    private static List<Happening> happenings() {
        var happenings = new ArrayList<Happening>();
        for (EntryEvent event : EntryEvent.values()) {
            if (event == EntryEvent.FAULT) {
                for (FailureMode mode : FailureMode.values()) {
                    happenings.add(new Happening(event + ": " + mode, event, List.of(mode)));
                }
            } else {
                happenings.add(new Happening(event.toString(), event, List.of(FailureMode.values())));
            }
        }
        return happenings;
    }

    @Test
    void eachEventLeadsFromEachStateInEachModeWhereTheTableSays() {
        assertThat(held(TABLE)).isEqualTo(4 * 5 * 3);
    }

    @Test
    void theDocsHaveTheSameTable() throws IOException {
        String table = String.join(
                "\n",
                Files.readAllLines(DOCS).stream()
                        .filter(line -> line.matches("\\| (state|BOOTING|ACTIVATED|STANDBY|FAILING) .*"))
                        .toList());
        assertThat(held(table.replace("`", "").replace("*", ""))).isEqualTo(4 * 5 * 3);
    }

    /// Holds each cell of the table against the code, and counts what it has held.
    private static int held(String table) {
        List<List<String>> rows = table.lines().map(EntryStateTest::cells).toList();
        int held = 0;
        for (List<String> row : rows.subList(1, rows.size())) {
            for (Happening happening : happenings()) {
                String expected = row.get(rows.getFirst().indexOf(happening.name()));
                for (FailureMode mode : happening.modes()) {
                    assertThat(EntryState.valueOf(row.getFirst()).after(happening.event(), mode))
                            .as("%s in %s, mode %s", happening.name(), row.getFirst(), mode)
                            .isEqualTo(EntryState.valueOf(expected));
                    held++;
                }
            }
        }
        return held;
    }

    private static List<String> cells(String row) {
        return Stream.of(row.split("\\|"))
                .map(String::strip)
                .filter(cell -> !cell.isEmpty())
                .toList();
    }

    @Test
    void theDrawingInTheDocsHasEachChangeAndNoOther() throws IOException {
        var changes = new TreeSet<String>();
        for (EntryState from : EntryState.values()) {
            for (Happening happening : happenings()) {
                EntryState to = from.after(happening.event(), happening.modes().getFirst());
                if (to != from) {
                    changes.add(from + " --> " + to + ": " + happening.name().replace(": ", " "));
                }
            }
        }
        assertThat(drawn()).isEqualTo(changes);
    }

    /// An arrow may be for several events, one under the other.
    private static Set<String> drawn() throws IOException {
        var drawn = new TreeSet<String>();
        Pattern arrow = Pattern.compile("(?m)^ +([A-Z]+ --> [A-Z]+): (.+)$");
        for (MatchResult found : arrow.matcher(Files.readString(DOCS)).results().toList()) {
            Arrays.stream(found.group(2).split("<br/>")).forEach(event -> drawn.add(found.group(1) + ": " + event));
        }
        return drawn;
    }

    @Test
    void eventsHaveTheNamesThatPeopleKnow() {
        assertThat(EntryEvent.values())
                .extracting(EntryEvent::toString)
                .containsExactly("elected", "demoted", "fault", "health_check_fail", "health_check_success")
                .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
    }
}
