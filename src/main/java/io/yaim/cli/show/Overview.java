package io.yaim.cli.show;

import io.yaim.cli.line.Question;
import io.yaim.cli.line.Talk;
import io.yaim.cli.line.Told;
import io.yaim.cli.output.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The cluster in a few lines, its nodes, and what is wrong.
///
/// @param entries what is told of each entry
public record Overview(Told cluster, List<Told> nodes, List<Told> entries) {

    /// In these, a node has no store to rely on.
    private static final Set<String> AWAY = Set.of("holding over", "adrift", "isolated");

    public Overview {
        nodes = List.copyOf(nodes);
        entries = List.copyOf(entries);
    }

    /// Shows it; returns whether the pool is served as it should be.
    public static boolean show(Talk talk, Output output) throws IOException {
        Object cluster = talk.ask(Question.get("/v1/cluster"));
        boolean isRead = Told.of(cluster).number("revision").isPresent();
        Object nodes = isRead ? talk.ask(Question.get("/v1/nodes")) : Map.of("nodes", List.of());
        Object entries = isRead ? talk.ask(Question.get("/v1/entries")) : Map.of("entries", List.of());
        var overview = new Overview(
                Told.of(cluster), Told.of(nodes).each("nodes"), Told.of(entries).each("entries"));
        if (output.format() == Output.Format.TABLE) {
            overview.showTable(output);
        } else {
            var all = new LinkedHashMap<String, Object>();
            all.put("cluster", cluster);
            all.put("nodes", overview.nodes.stream().map(Told::fields).toList());
            all.put("entries", overview.entries.stream().map(Told::fields).toList());
            all.put("problems", overview.problems());
            all.put("warnings", overview.warnings());
            output.show(all);
        }
        return overview.problems().isEmpty();
    }

    private void showTable(Output output) {
        var table = new LinkedHashMap<String, Object>();
        table.put("cluster", cluster.text("cluster").orElse(""));
        table.put("told by", teller());
        table.put("store", store());
        table.put("entries", cluster.count("entries") + ", " + cluster.count("owned") + " with an owner");
        table.put(
                "balance",
                cluster.is("paused") ? "paused" : "fullest and emptiest node differ by " + cluster.count("spread"));
        table.put("nodes", nodes.stream().map(NodeRows::row).toList());
        output.show(table, NodeRows.COLUMNS);
        tell(output, "Problems:", problems());
        tell(output, "Warnings:", warnings());
    }

    private String teller() {
        String reason = cluster.text("reason").map(text -> ": " + text).orElse("");
        return cluster.text("self")
                .map(name -> name + ", " + cluster.text("state").orElse("") + reason)
                .orElse("the store; no node answers here");
    }

    private String store() {
        Told store = cluster.inner("store");
        String type = store.text("type").orElse("");
        if (!store.is("reachable")) {
            return type + ", away: " + store.text("reason").orElse("not read yet");
        }
        String coordinator = store.text("coordinator")
                .map(name -> ", coordinated by " + name)
                .orElse("");
        return type + coordinator + ", revision " + cluster.count("revision") + ", seen " + cluster.count("seen_ms")
                + " ms ago";
    }

    private static void tell(Output output, String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            output.tell("");
            output.tell(heading);
            lines.forEach(line -> output.tell("  " + line));
        }
    }

    /// What keeps an address from being served by one node, or may soon.
    List<String> problems() {
        var problems = new ArrayList<String>();
        Told store = cluster.inner("store");
        if (!store.is("reachable")) {
            problems.add("the store is away: " + store.text("reason").orElse("not read yet"));
        }
        cluster.text("state")
                .filter(AWAY::contains)
                .ifPresent(state -> problems.add(cluster.text("self").orElse("this node") + " is " + state));
        for (Told entry : entries) {
            String ip = entry.text("ip").orElse("");
            if (entry.text("owner").isEmpty()) {
                problems.add(ip + " has no owner" + EntryRows.refusals(entry));
            }
            entry.inner("conflict")
                    .text("mac")
                    .ifPresent(mac -> problems.add(ip + " is used by somebody else, too: " + mac));
        }
        return problems;
    }

    /// What somebody should know who looks.
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        for (Told node : nodes) {
            String name = node.text("name").orElse("");
            String state = node.text("state").orElse("");
            if (!state.equals("healthy")) {
                warnings.add(name + " is " + state
                        + node.text("reason").map(why -> ": " + why).orElse(""));
            }
            if (node.is("drained")) {
                warnings.add(name + " is drained; end it by: yaim resume " + name);
            }
        }
        if (cluster.is("paused")) {
            warnings.add("moves for balance are paused; end it by: yaim resume");
        }
        cluster.texts("leaving").forEach(ip -> warnings.add(ip + " is out of the pool, but has an owner still"));
        cluster.texts("oddities").forEach(oddity -> warnings.add("not managed: " + oddity));
        return warnings;
    }
}
