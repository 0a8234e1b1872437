package io.yaim.status;

import io.yaim.check.CheckResults;
import io.yaim.check.CheckStatus;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.plan.Placement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The report on the nodes.
public final class NodeReport {

    private final StatusSnapshot statusSnapshot;
    private final View view;
    private final Collection<NodeName> owners;
    private final Collection<NodeName> targets;

    public NodeReport(StatusSnapshot statusSnapshot, View view) {
        this.statusSnapshot = statusSnapshot;
        this.view = view;
        owners = Placement.owners(view).values();
        targets = Placement.targets(view).values();
    }

    /// Returns all of them, in the order of their names.
    public List<Map<String, Object>> all() {
        var all = new ArrayList<Map<String, Object>>();
        view.members().values().forEach(member -> all.add(of(member)));
        return all;
    }

    public Map<String, Object> of(Member member) {
        NodeName name = member.name();
        Optional<Node> node = Optional.ofNullable(view.nodes().get(name));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", name.value());
        fields.put("incarnation", member.incarnation().value());
        fields.put("state", member.state().name().toLowerCase(Locale.ROOT));
        fields.put("reason", member.reason());
        fields.put("eligible", node.isPresent());
        fields.put("drained", view.wishes().contains(new Wish.Drain(name)));
        fields.put("weight", node.map(Node::weight));
        fields.put("share", Collections.frequency(targets, name));
        fields.put("owned", Collections.frequency(owners, name));
        fields.put("reach", member.apiUrl());
        fields.put("self", statusSnapshot.isSelf(name));
        fields.put("interfaces", node.map(Node::interfaces).orElseGet(Collections::emptySortedMap));
        fields.put("refuses", unbindable(node));
        Optional<StatusSnapshot.LocalNode> own = statusSnapshot.localNode().filter(_ -> statusSnapshot.isSelf(name));
        fields.put(
                "on_probation",
                node.filter(known -> !known.onProbation().isEmpty()).isPresent());
        fields.put("lease_left_ms", own.map(known -> known.leaseLeft().toMillis()));
        fields.put("probation_left_ms", own.map(known -> known.probationLeft().toMillis()));
        fields.put("checks", own.map(known -> checks(known.checks())));
        return fields;
    }

    /// Returns the present result of each check.
    public static List<Map<String, Object>> checks(CheckResults results) {
        var all = new ArrayList<Map<String, Object>>();
        for (CheckStatus check : results.checks()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("name", check.name());
            fields.put("type", check.type());
            fields.put("passing", check.passing());
            fields.put("detail", check.reason().orElse(""));
            fields.put("last_ms", check.lastRun().map(run -> run.took().toMillis()));
            all.add(fields);
        }
        return all;
    }

    private static Map<String, String> unbindable(Optional<Node> node) {
        var unbindable = new TreeMap<String, String>();
        node.ifPresent(
                known -> known.unbindable().forEach((VirtualIp ip, String why) -> unbindable.put(ip.toString(), why)));
        return unbindable;
    }
}
