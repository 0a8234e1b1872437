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
import java.util.Set;

/// The cluster in a few lines, its nodes, and what is wrong.
///
/// @param entries what is told of each entry
public record ClusterOverview(ResponseFields cluster, List<ResponseFields> nodes, List<ResponseFields> entries) {

    /// In these, a node has no store to rely on.
    private static final Set<String> STATES_WITHOUT_STORE = Set.of("holding over", "adrift", "isolated");

    public ClusterOverview {
        nodes = List.copyOf(nodes);
        entries = List.copyOf(entries);
    }

    /// Shows it; returns whether the pool is served as it should be.
    public static boolean show(TypedClient typedClient, CliOutput cliOutput) throws IOException {
        Object cluster = typedClient.send(ApiRequest.get("/v1/cluster"));
        boolean isRead = ResponseFields.of(cluster).number("revision").isPresent();
        Object nodes = isRead ? typedClient.send(ApiRequest.get("/v1/nodes")) : Map.of("nodes", List.of());
        Object entries = isRead ? typedClient.send(ApiRequest.get("/v1/entries")) : Map.of("entries", List.of());
        var clusterOverview = new ClusterOverview(
                ResponseFields.of(cluster),
                ResponseFields.of(nodes).nestedList("nodes"),
                ResponseFields.of(entries).nestedList("entries"));
        if (cliOutput.format() == CliOutput.Format.TABLE) {
            clusterOverview.showTable(cliOutput);
        } else {
            var all = new LinkedHashMap<String, Object>();
            all.put("cluster", cluster);
            all.put(
                    "nodes",
                    clusterOverview.nodes.stream().map(ResponseFields::fields).toList());
            all.put(
                    "entries",
                    clusterOverview.entries.stream().map(ResponseFields::fields).toList());
            all.put("problems", clusterOverview.problems());
            all.put("warnings", clusterOverview.warnings());
            cliOutput.show(all);
        }
        return clusterOverview.problems().isEmpty();
    }

    private void showTable(CliOutput cliOutput) {
        var table = new LinkedHashMap<String, Object>();
        table.put("cluster", cluster.text("cluster").orElse(""));
        table.put("told by", reporter());
        table.put("store", store());
        table.put("entries", cluster.numberOrZero("entries") + ", " + cluster.numberOrZero("owned") + " with an owner");
        table.put(
                "balance",
                cluster.isTrue("paused")
                        ? "paused"
                        : "fullest and emptiest node differ by " + cluster.numberOrZero("spread"));
        table.put("nodes", nodes.stream().map(NodeRows::row).toList());
        cliOutput.show(table, NodeRows.COLUMNS);
        tell(cliOutput, "Problems:", problems());
        tell(cliOutput, "Warnings:", warnings());
    }

    private String reporter() {
        String reason = cluster.text("reason").map(text -> ": " + text).orElse("");
        return cluster.text("self")
                .map(name -> name + ", " + cluster.text("state").orElse("") + reason)
                .orElse("the store; no node answers here");
    }

    private String store() {
        ResponseFields store = cluster.nested("store");
        String type = store.text("type").orElse("");
        if (!store.isTrue("reachable")) {
            return type + ", away: " + store.text("reason").orElse("not read yet");
        }
        String coordinator = store.text("coordinator")
                .map(name -> ", coordinated by " + name)
                .orElse("");
        return type + coordinator + ", revision " + cluster.numberOrZero("revision") + ", seen "
                + cluster.numberOrZero("seen_ms") + " ms ago";
    }

    private static void tell(CliOutput cliOutput, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            cliOutput.printForPeople("");
            cliOutput.printForPeople(heading);
            lines.forEach(line -> cliOutput.printForPeople("  " + line));
        }
    }

    /// What keeps an address from being served by one node, or may soon.
    List<String> problems() {
        var problems = new ArrayList<String>();
        ResponseFields store = cluster.nested("store");
        if (!store.isTrue("reachable")) {
            problems.add("the store is away: " + store.text("reason").orElse("not read yet"));
        }
        cluster.text("state")
                .filter(STATES_WITHOUT_STORE::contains)
                .ifPresent(state -> problems.add(cluster.text("self").orElse("this node") + " is " + state));
        for (ResponseFields entry : entries) {
            String ip = entry.text("ip").orElse("");
            if (entry.text("owner").isEmpty()) {
                problems.add(ip + " has no owner" + EntryRows.refusals(entry));
            }
            entry.nested("conflict")
                    .text("mac")
                    .ifPresent(mac -> problems.add(ip + " is used by somebody else, too: " + mac));
        }
        return problems;
    }

    /// What somebody should know who looks.
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        for (ResponseFields node : nodes) {
            String name = node.text("name").orElse("");
            String state = node.text("state").orElse("");
            if (!state.equals("healthy")) {
                warnings.add(name + " is " + state
                        + node.text("reason").map(why -> ": " + why).orElse(""));
            }
            if (node.isTrue("drained")) {
                warnings.add(name + " is drained; end it by: yaim resume " + name);
            }
        }
        if (cluster.isTrue("paused")) {
            warnings.add("moves for balance are paused; end it by: yaim resume");
        }
        cluster.texts("leaving").forEach(ip -> warnings.add(ip + " is out of the pool, but has an owner still"));
        cluster.texts("oddities").forEach(oddity -> warnings.add("not managed: " + oddity));
        return warnings;
    }
}
