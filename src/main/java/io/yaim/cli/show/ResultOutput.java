package io.yaim.cli.show;

import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.output.CliOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Shows the result of an operator request.
public final class ResultOutput {

    private ResultOutput() {}

    /// Shows a line for people, and the API's value for scripts.
    public static void show(String line, Object value, CliOutput cliOutput) {
        if (cliOutput.format() == CliOutput.Format.TABLE) {
            cliOutput.printForPeople(line);
        } else {
            cliOutput.show(value);
        }
    }

    /// Shows a request without a value in the response.
    public static void show(String line, CliOutput cliOutput) {
        show(line, Map.of(), cliOutput);
    }

    /// Shows an entry that moved from one node to another.
    public static void showMove(Object value, CliOutput cliOutput) throws IOException {
        ResponseFields move = ResponseFields.of(value);
        String from = move.text("from").orElse("no owner");
        show(move.text("ip").orElse("") + ": " + from + " -> " + move.text("to").orElse(""), value, cliOutput);
    }

    /// Shows what a reload changed.
    public static void showReload(Object value, CliOutput cliOutput) throws IOException {
        ResponseFields reload = ResponseFields.of(value);
        List<String> changed = reload.texts("changed");
        List<String> pending = reload.texts("pending");
        String line = changed.isEmpty() ? "Nothing changed." : "Changed: " + String.join(", ", changed);
        String more = pending.isEmpty() ? "" : "\nTakes effect at the next start: " + String.join(", ", pending);
        show(line + more, value, cliOutput);
    }
}
