package io.yaim.cli.show;

import io.yaim.cli.client.ApiRequest;
import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.client.TypedClient;
import io.yaim.cli.output.CliOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The entries of the pool, a row each.
public final class EntryRows {

    private static final String[] COLUMNS = {"ip", "owner", "state", "bound", "since", "options"};

    /// The options that are shown under their own names.
    private static final List<String> OPTIONS = List.of("prefix", "interface", "label", "group");

    private EntryRows() {}

    /// Shows them. Returns true.
    public static boolean show(TypedClient typedClient, CliOutput cliOutput) throws IOException {
        Object response = typedClient.send(ApiRequest.get("/v1/entries"));
        if (cliOutput.format() == CliOutput.Format.TABLE) {
            show(ResponseFields.of(response).nestedList("entries"), cliOutput);
        } else {
            cliOutput.show(response);
        }
        return true;
    }

    /// Shows these.
    public static void show(List<ResponseFields> entries, CliOutput cliOutput) {
        if (entries.isEmpty()) {
            cliOutput.printForPeople("The pool is empty.");
        } else {
            cliOutput.show(entries.stream().map(EntryRows::row).toList(), COLUMNS);
        }
    }

    private static Map<String, Object> row(ResponseFields entry) {
        var row = new LinkedHashMap<String, Object>();
        row.put("ip", entry.text("ip").orElse(""));
        row.put("owner", entry.text("owner"));
        row.put("state", entry.text("state"));
        row.put("bound", entry.isTrue("bound") ? "here" : "");
        row.put("since", entry.text("since").map(EntryRows::toSecond));
        row.put("options", options(entry));
        return row;
    }

    /// Formats a time in ISO 8601 without the fraction.
    static String toSecond(String time) {
        int point = time.indexOf('.');
        return point < 0 ? time : time.substring(0, point) + "Z";
    }

    /// Returns the reasons of the nodes that cannot bind it, after a colon; or an empty text.
    static String refusals(ResponseFields entry) {
        String refusals = entry.nested("refused_by").fields().entrySet().stream()
                .map(refusal -> refusal.getKey() + ": " + refusal.getValue())
                .collect(Collectors.joining("; "));
        return refusals.isEmpty() ? "" : ": " + refusals;
    }

    private static String options(ResponseFields entry) {
        var options = new ArrayList<String>();
        for (String name : OPTIONS) {
            entry.text(name).ifPresent(value -> options.add(name + "=" + value));
        }
        if (!entry.texts("prefer").isEmpty()) {
            options.add("prefer=" + String.join(",", entry.texts("prefer")));
        }
        entry.text("dcs_failure_mode").ifPresent(mode -> options.add("dcs-failure-mode=" + mode));
        entry.text("pinned").ifPresent(node -> options.add((entry.isTrue("moved") ? "moved=" : "pinned=") + node));
        entry.nested("conflict").text("mac").ifPresent(mac -> options.add("conflict=" + mac));
        return String.join(" ", options);
    }
}
