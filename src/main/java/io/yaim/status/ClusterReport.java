package io.yaim.status;

import io.yaim.model.GroupStatus;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.Wish;
import io.yaim.plan.Observation;
import io.yaim.plan.Placement;
import io.yaim.plan.Planner;
import io.yaim.plan.Probations;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The report on the cluster as a whole, and on the node that reports.
///
/// @param prefix the beginning of all keys of the cluster
/// @param storeType the value of `dcs-type`
/// @param version the version of the program
/// @param isWritable whether the client that asks may write
public record ClusterReport(
        String prefix, String storeType, String version, boolean isWritable, StatusSnapshot statusSnapshot) {

    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        Optional<View> view = statusSnapshot.view();
        fields.put("cluster", prefix);
        fields.put("self", statusSnapshot.localNode().map(own -> own.name().value()));
        fields.put("version", version);
        fields.put("now", statusSnapshot.now().toString());
        fields.put("revision", view.map(View::revision));
        fields.put("seen_ms", view.map(_ -> statusSnapshot.age().toMillis()));
        fields.put("store", store());
        fields.put(
                "paused",
                view.map(known -> known.wishes().contains(new Wish.Pause())).orElse(false));
        fields.put("writable", isWritable);
        fields.put(
                "state",
                statusSnapshot.localNode().map(own -> state(own.seen())).orElse("no node here"));
        fields.put(
                "reason", statusSnapshot.localNode().map(ClusterReport::reason).orElse(""));
        fields.putAll(counts(view));
        fields.put("leaving", view.map(ClusterReport::leaving).orElse(List.of()));
        List<String> unmanagedKeys =
                view.map(known -> List.copyOf(known.unmanagedKeys())).orElse(List.of());
        fields.put("unmanaged_keys", unmanagedKeys);
        fields.put("oddities", unmanagedKeys); // deprecated
        return fields;
    }

    private Map<String, Object> store() {
        var fields = new LinkedHashMap<String, Object>();
        Optional<String> trouble = statusSnapshot
                .localNode()
                .map(StatusSnapshot.LocalNode::storeError)
                .orElseGet(() -> statusSnapshot.view().isPresent() ? Optional.empty() : Optional.of("not read yet"));
        fields.put("type", storeType);
        fields.put("reachable", trouble.isEmpty());
        fields.put("reason", trouble.orElse(""));
        fields.put(
                "coordinator", statusSnapshot.view().flatMap(View::coordinator).map(NodeName::value));
        fields.put(
                "unused_pool",
                statusSnapshot
                        .localNode()
                        .flatMap(own -> own.seen().store().groupStatus())
                        .flatMap(GroupStatus::unusedPool));
        return fields;
    }

    private static Map<String, Object> counts(Optional<View> view) {
        var counts = new LinkedHashMap<String, Object>();
        int entries = view.map(known -> known.pool().size()).orElse(0);
        var owners = view.map(Placement::owners).orElse(Map.of()).values();
        counts.put("entries", entries);
        counts.put("owned", owners.size());
        counts.put("unowned", entries - owners.size());
        counts.put("nodes", view.map(known -> known.nodes().size()).orElse(0));
        counts.put("members", view.map(known -> known.members().size()).orElse(0));
        List<Integer> loads = view.stream()
                .flatMap(known -> known.nodes().keySet().stream()
                        .filter(name -> !known.wishes().contains(new Wish.Drain(name))))
                .map((NodeName name) -> Collections.frequency(owners, name))
                .sorted()
                .toList();
        counts.put("spread", loads.isEmpty() ? 0 : loads.getLast() - loads.getFirst());
        return counts;
    }

    /// Lists entries that are out of the pool, but that a live node still owns.
    private static List<String> leaving(View view) {
        return view.marks().values().stream()
                .filter(mark -> !view.pool().containsKey(mark.ip()))
                .filter(mark -> Optional.ofNullable(view.members().get(mark.owner()))
                        .filter(owner -> mark.isAttachedTo(owner.lease()))
                        .isPresent())
                .map(mark -> mark.ip().toString())
                .toList();
    }

    private static String state(Observation seen) {
        if (seen.isHoldingByConsent()) {
            return "holding over";
        }
        if (seen.isHoldingByClaim()) {
            return "adrift";
        }
        if (seen.view().isEmpty()) {
            return seen.remembered().lastView().isEmpty() ? "booting" : "isolated";
        }
        return Planner.ineligibility(seen).isEmpty() ? "healthy" : "unhealthy";
    }

    private static String reason(StatusSnapshot.LocalNode own) {
        Probations probations = own.seen().localHost().probations();
        return Planner.ineligibility(own.seen())
                .or(() -> probations.reason().map(why -> why + "; it ends in " + seconds(own.probationLeft())))
                .orElse("");
    }

    private static String seconds(Duration time) {
        return Math.ceilDiv(time.toMillis(), 1000L) + " s";
    }
}
