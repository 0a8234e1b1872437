package io.yaim.cli.show;

import io.yaim.cli.line.Told;
import io.yaim.cli.output.Output;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What came of an order.
public final class Done {

    private Done() {}

    /// A line for people, the API's value for scripts.
    public static void show(String line, Object value, Output output) {
        if (output.format() == Output.Format.TABLE) {
            output.tell(line);
        } else {
            output.show(value);
        }
    }

    /// An order of which the API tells nothing.
    public static void show(String line, Output output) {
        show(line, Map.of(), output);
    }

    /// An entry that went from one node to another.
    public static void showMove(Object value, Output output) throws IOException {
        Told move = Told.of(value);
        String from = move.text("from").orElse("nobody");
        show(move.text("ip").orElse("") + ": " + from + " -> " + move.text("to").orElse(""), value, output);
    }

    /// What a reload changed.
    public static void showReload(Object value, Output output) throws IOException {
        Told reload = Told.of(value);
        List<String> changed = reload.texts("changed");
        List<String> pending = reload.texts("pending");
        String line = changed.isEmpty() ? "Nothing changed." : "Changed: " + String.join(", ", changed);
        String more = pending.isEmpty() ? "" : "\nOnly the next start changes: " + String.join(", ", pending);
        show(line + more, value, output);
    }
}
