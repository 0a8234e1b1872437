package io.yaim.cli.output;

import io.yaim.json.Json;
import java.io.PrintWriter;
import java.util.List;

/// Where a command shows what it found, in the form that was asked for.
///
/// A value is made of maps, collections, [java.util.Optional], booleans, numbers, and text for anything
/// else; the same value gives the table, the JSON and the YAML.
public final class CliOutput {

    private final PrintWriter out;
    private final Format format;
    private final Terminal terminal;

    public CliOutput(PrintWriter out, Format format, Terminal terminal) {
        this.out = out;
        this.format = format;
        this.terminal = terminal;
    }

    /// What a script or a person wants.
    public enum Format {
        TABLE,
        JSON,
        YAML
    }

    /// The same for another writer.
    CliOutput withWriter(PrintWriter other) {
        return new CliOutput(other, format, terminal);
    }

    public Format format() {
        return format;
    }

    PrintWriter out() {
        return out;
    }

    /// Only for a table on a terminal may what was shown be drawn over.
    boolean isRedrawable() {
        return terminal.isTerminal() && format == Format.TABLE;
    }

    /// In the form that was asked for.
    ///
    /// @param columns what people see of each row, in this order; none: everything. Scripts always get
    ///     everything.
    public void show(Object value, String... columns) {
        switch (format) {
            case TABLE ->
                Table.lines(value, List.of(columns), terminal.hasColours()).forEach(out::println);
            case JSON -> out.println(Json.of(value));
            case YAML -> out.print(YamlOutput.of(value));
        }
        out.flush();
    }

    /// Whether somebody watches a table grow.
    public boolean isInteractive() {
        return isRedrawable();
    }

    /// Text that the caller has put into the form asked for.
    public void print(String text) {
        out.print(text);
        out.flush();
    }

    /// A line for people only; scripts do not get it.
    public void printForPeople(String line) {
        if (format == Format.TABLE) {
            out.println(line);
            out.flush();
        }
    }
}
