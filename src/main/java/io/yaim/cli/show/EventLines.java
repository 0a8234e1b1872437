package io.yaim.cli.show;

import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.client.TypedClient;
import io.yaim.cli.output.CliOutput;
import io.yaim.model.PrintableLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Events, a line each.
///
/// @param kinds the kinds that are shown; none: all
public record EventLines(Set<String> kinds) {

    private static final int LONGEST = 400;

    public EventLines {
        kinds = Set.copyOf(kinds);
    }

    /// Shows the events that the node remembers.
    public void show(TypedClient typedClient, CliOutput cliOutput) throws IOException {
        List<ResponseFields> events =
                typedClient.list("events").stream().filter(this::isWanted).toList();
        if (cliOutput.format() == CliOutput.Format.TABLE) {
            events.forEach(event -> cliOutput.printForPeople(line(event)));
        } else {
            cliOutput.show(
                    Map.of("events", events.stream().map(ResponseFields::fields).toList()));
        }
    }

    /// Shows the same, and then new events until the node ends. Scripts get a document for each event.
    public void follow(TypedClient typedClient, CliOutput cliOutput) throws IOException {
        typedClient.followEvents("/v1/events", value -> {
            ResponseFields event = ResponseFields.of(value);
            if (isWanted(event)) {
                switch (cliOutput.format()) {
                    case TABLE -> cliOutput.printForPeople(line(event));
                    case JSON -> cliOutput.show(value);
                    case YAML -> {
                        cliOutput.print("---\n");
                        cliOutput.show(value);
                    }
                }
            }
        });
    }

    private boolean isWanted(ResponseFields event) {
        return kinds.isEmpty() || event.text("kind").filter(kinds::contains).isPresent();
    }

    private static String line(ResponseFields event) {
        String time = EntryRows.toSecond(event.text("time").orElse(""));
        String text = PrintableLine.of(event.text("text").orElse(""), LONGEST);
        return "%s  %-8s  %s".formatted(time, event.text("kind").orElse(""), text);
    }
}
