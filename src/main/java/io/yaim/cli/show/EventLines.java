package io.yaim.cli.show;

import io.yaim.cli.line.Talk;
import io.yaim.cli.line.Told;
import io.yaim.cli.output.Output;
import io.yaim.model.Line;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What happened, and what happens, a line each.
///
/// @param kinds those that are shown; none: all
public record EventLines(Set<String> kinds) {

    private static final int LONGEST = 400;

    public EventLines {
        kinds = Set.copyOf(kinds);
    }

    /// What the node remembers.
    public void show(Talk talk, Output output) throws IOException {
        List<Told> events = talk.each("events").stream().filter(this::isWanted).toList();
        if (output.format() == Output.Format.TABLE) {
            events.forEach(event -> output.tell(line(event)));
        } else {
            output.show(Map.of("events", events.stream().map(Told::fields).toList()));
        }
    }

    /// The same, and then what happens, until the node ends. Scripts get a document for each.
    public void follow(Talk talk, Output output) throws IOException {
        talk.follow("/v1/events", value -> {
            Told event = Told.of(value);
            if (isWanted(event)) {
                switch (output.format()) {
                    case TABLE -> output.tell(line(event));
                    case JSON -> output.show(value);
                    case YAML -> {
                        output.print("---\n");
                        output.show(value);
                    }
                }
            }
        });
    }

    private boolean isWanted(Told event) {
        return kinds.isEmpty() || event.text("kind").filter(kinds::contains).isPresent();
    }

    private static String line(Told event) {
        String time = EntryRows.toSecond(event.text("time").orElse(""));
        String text = Line.of(event.text("text").orElse(""), LONGEST);
        return "%s  %-8s  %s".formatted(time, event.text("kind").orElse(""), text);
    }
}
