package io.yaim.cli.show;

import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.output.CliOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What came of an order.
public final class ResultOutput {

    private ResultOutput() {}

    /// A line for people, the API's value for scripts.
    public static void show(String line, Object value, CliOutput cliOutput) {
        if (cliOutput.format() == CliOutput.Format.TABLE) {
            cliOutput.printForPeople(line);
        } else {
            cliOutput.show(value);
        }
    }

    /// An order of which the API tells nothing.
    public static void show(String line, CliOutput cliOutput) {
        show(line, Map.of(), cliOutput);
    }

    /// An entry that went from one node to another.
    public static void showMove(Object value, CliOutput cliOutput) throws IOException {
        ResponseFields move = ResponseFields.of(value);
        String from = move.text("from").orElse("nobody");
        show(move.text("ip").orElse("") + ": " + from + " -> " + move.text("to").orElse(""), value, cliOutput);
    }

    /// What a reload changed.
    public static void showReload(Object value, CliOutput cliOutput) throws IOException {
        ResponseFields reload = ResponseFields.of(value);
        List<String> changed = reload.texts("changed");
        List<String> pending = reload.texts("pending");
        String line = changed.isEmpty() ? "Nothing changed." : "Changed: " + String.join(", ", changed);
        String more = pending.isEmpty() ? "" : "\nOnly the next start changes: " + String.join(", ", pending);
        show(line + more, value, cliOutput);
    }
}
