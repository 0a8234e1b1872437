package io.yaim.cli.show;

import io.yaim.cli.line.Question;
import io.yaim.cli.line.Talk;
import io.yaim.cli.line.Told;
import io.yaim.cli.output.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The nodes, a row each.
public final class NodeRows {

    static final String[] COLUMNS = {"name", "state", "owned", "share", "weight", "drained", "lease_left", "reason"};

    private NodeRows() {}

    /// Shows them; returns whether it could.
    public static boolean show(Talk talk, Output output) throws IOException {
        Object told = talk.ask(Question.get("/v1/nodes"));
        if (output.format() != Output.Format.TABLE) {
            output.show(told);
            return true;
        }
        var rows = Told.of(told).each("nodes").stream().map(NodeRows::row).toList();
        if (rows.isEmpty()) {
            output.tell("There are no nodes.");
        } else {
            output.show(rows, COLUMNS);
        }
        return true;
    }

    static Map<String, Object> row(Told node) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", node.text("name").orElse(""));
        row.put("state", node.text("state").orElse(""));
        row.put("owned", node.count("owned"));
        row.put("share", node.count("share"));
        row.put("weight", node.text("weight"));
        row.put("drained", node.is("drained") ? "drained" : "");
        row.put("lease_left", node.number("lease_left_ms").map(NodeRows::seconds));
        row.put("reason", node.text("reason"));
        return row;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
