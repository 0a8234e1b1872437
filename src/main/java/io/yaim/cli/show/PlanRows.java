package io.yaim.cli.show;

import io.yaim.cli.client.ApiRequest;
import io.yaim.cli.client.ResponseFields;
import io.yaim.cli.client.TypedClient;
import io.yaim.cli.output.CliOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The moves of a plan, and their reasons.
public final class PlanRows {

    private static final String[] COLUMNS = {"ip", "from", "to", "why"};

    private PlanRows() {}

    /// Shows it. Returns whether a node takes each entry.
    ///
    /// @param without nodes that the plan treats as drained
    public static boolean show(TypedClient typedClient, List<String> without, CliOutput cliOutput) throws IOException {
        String query = without.stream().map(ApiRequest::encoded).collect(Collectors.joining(","));
        Object response = typedClient.send(ApiRequest.get("/v1/plan" + (query.isEmpty() ? "" : "?without=" + query)));
        ResponseFields plan = ResponseFields.of(response);
        Map<?, ?> unplaceable = plan.nested("unplaceable").fields();
        if (cliOutput.format() == CliOutput.Format.TABLE) {
            showTable(plan, unplaceable, cliOutput);
        } else {
            cliOutput.show(response);
        }
        return unplaceable.isEmpty();
    }

    private static void showTable(ResponseFields plan, Map<?, ?> unplaceable, CliOutput cliOutput) {
        List<Map<String, Object>> rows =
                plan.nestedList("moves").stream().map(PlanRows::row).toList();
        if (rows.isEmpty()) {
            cliOutput.printForPeople("Nothing moves.");
        } else {
            cliOutput.show(rows, COLUMNS);
        }
        if (!unplaceable.isEmpty()) {
            cliOutput.printForPeople("");
            cliOutput.printForPeople("No node takes:");
            unplaceable.forEach((ip, why) -> cliOutput.printForPeople("  " + ip + ": " + why));
        }
    }

    private static Map<String, Object> row(ResponseFields move) {
        var row = new LinkedHashMap<String, Object>();
        for (String column : COLUMNS) {
            row.put(column, move.text(column));
        }
        return row;
    }
}
