package io.yaim.cli.show;

import io.yaim.cli.line.Question;
import io.yaim.cli.line.Talk;
import io.yaim.cli.line.Told;
import io.yaim.cli.output.Output;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What would move, and why.
public final class PlanRows {

    private static final String[] COLUMNS = {"ip", "from", "to", "why"};

    private PlanRows() {}

    /// Shows it; returns whether every entry has a node that takes it.
    ///
    /// @param without nodes that are reckoned as drained
    public static boolean show(Talk talk, List<String> without, Output output) throws IOException {
        String query = without.stream().map(Question::segment).collect(Collectors.joining(","));
        Object told = talk.ask(Question.get("/v1/plan" + (query.isEmpty() ? "" : "?without=" + query)));
        Told plan = Told.of(told);
        Map<?, ?> unplaceable = plan.inner("unplaceable").fields();
        if (output.format() == Output.Format.TABLE) {
            showTable(plan, unplaceable, output);
        } else {
            output.show(told);
        }
        return unplaceable.isEmpty();
    }

    private static void showTable(Told plan, Map<?, ?> unplaceable, Output output) {
        List<Map<String, Object>> rows =
                plan.each("moves").stream().map(PlanRows::row).toList();
        if (rows.isEmpty()) {
            output.tell("Nothing moves.");
        } else {
            output.show(rows, COLUMNS);
        }
        if (!unplaceable.isEmpty()) {
            output.tell("");
            output.tell("Nobody takes:");
            unplaceable.forEach((ip, why) -> output.tell("  " + ip + ": " + why));
        }
    }

    private static Map<String, Object> row(Told move) {
        var row = new LinkedHashMap<String, Object>();
        for (String column : COLUMNS) {
            row.put(column, move.text(column));
        }
        return row;
    }
}
