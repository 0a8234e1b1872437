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

/// A summary of the cluster, its nodes, and problems.
///
/// @param entries the entries, as the API reports them
public record ClusterOverview(ResponseFields cluster, List<ResponseFields> nodes, List<ResponseFields> entries) {

    /// The states in which a node does not rely on the store.
    private static final Set<String> STATES_WITHOUT_STORE = Set.of("holding over", "adrift", "isolated");

    public ClusterOverview {
        nodes = List.copyOf(nodes);
        entries = List.copyOf(entries);
    }

    /// Shows it. Returns whether there are no problems.
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
        table.put("reported by", reporter());
        table.put("store", store());
        table.put("entries", cluster.numberOrZero("entries") + ", " + cluster.numberOrZero("owned") + " with an owner");
        table.put(
                "balance",
                cluster.isTrue("paused")
                        ? "paused"
                        : "fullest and emptiest node differ by " + cluster.numberOrZero("spread"));
        table.put("nodes", nodes.stream().map(NodeRows::row).toList());
        cliOutput.show(table, NodeRows.COLUMNS);
        add(cliOutput, "Problems:", problems());
        add(cliOutput, "Warnings:", warnings());
    }

    private String reporter() {
        String reason = cluster.text("reason").map(text -> ": " + text).orElse("");
        return cluster.text("self")
                .map(name -> name + ", "
                        + cluster.text("state").map(ClusterOverview::shown).orElse("") + reason)
                .orElse("the store; no node answers here");
    }

    private String store() {
        ResponseFields store = cluster.nested("store");
        String type = store.text("type").orElse("");
        if (!store.isTrue("reachable")) {
            return type + ", unreachable: " + store.text("reason").orElse("not read yet");
        }
        String coordinator = store.text("coordinator")
                .map(name -> ", coordinated by " + name)
                .orElse("");
        return type + coordinator + ", revision " + cluster.numberOrZero("revision") + ", read "
                + cluster.numberOrZero("seen_ms") + " ms ago";
    }

    /// Returns the state in the words of the documentation. The API keeps the old words.
    private static String shown(String state) {
        return switch (state) {
            case "holding over" -> "held by consent";
            case "adrift" -> "held without proof";
            default -> state;
        };
    }

    private static boolean isHeld(String state) {
        return !shown(state).equals(state);
    }

    /// A node of an older version has only the old field.
    private List<String> unmanagedKeys() {
        List<String> keys = cluster.texts("unmanaged_keys");
        return keys.isEmpty() ? cluster.texts("oddities") : keys;
    }

    private static void add(CliOutput cliOutput, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            cliOutput.printForPeople("");
            cliOutput.printForPeople(heading);
            lines.forEach(line -> cliOutput.printForPeople("  " + line));
        }
    }

    /// Lists what prevents, or may soon prevent, that exactly one node serves an address.
    List<String> problems() {
        var problems = new ArrayList<String>();
        ResponseFields store = cluster.nested("store");
        if (!store.isTrue("reachable")) {
            problems.add("the store is unreachable: " + store.text("reason").orElse("not read yet"));
        }
        store.text("unused_pool")
                .ifPresent(why -> problems.add(cluster.text("self").orElse("this node") + ": " + why));
        cluster.text("state")
                .filter(STATES_WITHOUT_STORE::contains)
                .ifPresent(state -> problems.add(cluster.text("self").orElse("this node")
                        + (isHeld(state) ? ": addresses are " : " is ")
                        + shown(state)));
        for (ResponseFields entry : entries) {
            String ip = entry.text("ip").orElse("");
            if (entry.text("owner").isEmpty()) {
                String stuck = entry.text("stuck_mark")
                        .map(name -> ": its mark still names " + name + ", which does not bind it")
                        .orElse("");
                problems.add(ip + " has no owner" + stuck + EntryRows.refusals(entry));
            }
            entry.nested("conflict")
                    .text("mac")
                    .ifPresent(mac -> problems.add(ip + " is also used by another host: " + mac));
        }
        return problems;
    }

    /// Only the node that answers knows how long it still takes.
    private static String probationLeft(ResponseFields node) {
        return node.number("probation_left_ms")
                .map(left -> "; it ends in " + Math.ceilDiv(left, 1000L) + " s")
                .orElse("");
    }

    /// Lists what an operator should know.
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        for (ResponseFields node : nodes) {
            String name = node.text("name").orElse("");
            String state = node.text("state").orElse("");
            if (!state.equals("healthy")) {
                warnings.add(name + " is " + state
                        + node.text("reason").map(why -> ": " + why).orElse(""));
            } else if (node.isTrue("on_probation")) {
                warnings.add(name + " takes only what no other node can take: "
                        + node.text("reason").orElse("on probation") + probationLeft(node));
            }
            if (node.isTrue("drained")) {
                warnings.add(name + " is drained; to end it: yaim resume " + name);
            }
        }
        if (cluster.isTrue("paused")) {
            warnings.add("moves for balance are paused; to end it: yaim resume");
        }
        cluster.texts("leaving").forEach(ip -> warnings.add(ip + " is out of the pool, but still has an owner"));
        unmanagedKeys().forEach(key -> warnings.add("not managed: " + key));
        return warnings;
    }
}
