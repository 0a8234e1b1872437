package io.yaim.cli.output;

import io.yaim.json.Json;
import java.io.PrintWriter;
import java.util.List;

/// Writes the results of a command in the selected format.
///
/// A value consists of maps, collections, [java.util.Optional], booleans, numbers, and text for any other object. The
/// same value gives the table, the JSON and the YAML.
public final class CliOutput {

    private final PrintWriter out;
    private final Format format;
    private final Terminal terminal;

    public CliOutput(PrintWriter out, Format format, Terminal terminal) {
        this.out = out;
        this.format = format;
        this.terminal = terminal;
    }

    /// The format of the output.
    public enum Format {
        TABLE,
        JSON,
        YAML
    }

    /// Returns the same for another writer.
    CliOutput withWriter(PrintWriter other) {
        return new CliOutput(other, format, terminal);
    }

    public Format format() {
        return format;
    }

    PrintWriter out() {
        return out;
    }

    /// Only a table on a terminal may be overwritten.
    boolean isRedrawable() {
        return terminal.isTerminal() && format == Format.TABLE;
    }

    /// Shows a value in the selected format.
    ///
    /// @param columns the columns of the table, in this order; none: all. JSON and YAML always have everything.
    public void show(Object value, String... columns) {
        switch (format) {
            case TABLE ->
                Table.lines(value, List.of(columns), terminal.hasColours()).forEach(out::println);
            case JSON -> out.println(Json.of(value));
            case YAML -> out.print(YamlOutput.of(value));
        }
        out.flush();
    }

    /// Returns whether a table is shown to a person.
    public boolean isInteractive() {
        return isRedrawable();
    }

    /// Prints text that the caller has already formatted.
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    /// Prints a line for people only; JSON and YAML omit it.
    public void printForPeople(String line) {
        if (format == Format.TABLE) {
            out.println(line);
            out.flush();
        }
    }
}
