package io.yaim.cli.show;

import io.yaim.cli.client.ApiRequest;
import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.client.TypedClient;
import io.yaim.cli.output.CliOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The nodes, a row each.
public final class NodeRows {

    static final String[] COLUMNS = {"name", "state", "owned", "share", "weight", "drained", "lease_left", "reason"};

    private NodeRows() {}

    /// Shows them. Returns true.
    public static boolean show(TypedClient typedClient, CliOutput cliOutput) throws IOException {
        Object response = typedClient.send(ApiRequest.get("/v1/nodes"));
        if (cliOutput.format() != CliOutput.Format.TABLE) {
            cliOutput.show(response);
            return true;
        }
        var rows = ResponseFields.of(response).nestedList("nodes").stream()
                .map(NodeRows::row)
                .toList();
        if (rows.isEmpty()) {
            cliOutput.printForPeople("There are no nodes.");
        } else {
            cliOutput.show(rows, COLUMNS);
        }
        return true;
    }

    static Map<String, Object> row(ResponseFields node) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", node.text("name").orElse(""));
        row.put("state", node.text("state").orElse(""));
        row.put("owned", node.numberOrZero("owned"));
        row.put("share", node.numberOrZero("share"));
        row.put("weight", node.text("weight"));
        row.put("drained", node.isTrue("drained") ? "drained" : "");
        row.put("lease_left", node.number("lease_left_ms").map(NodeRows::seconds));
        row.put("reason", node.text("reason"));
        return row;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
