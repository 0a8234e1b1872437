package io.yaim.status;

import io.yaim.model.Entry;
import io.yaim.model.FailureMode;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.store.EntryCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The report on the entries of the pool.
///
/// @param prefix the beginning of all keys of the cluster
public record EntryReport(String prefix, StatusSnapshot statusSnapshot, View view) {

    /// Returns all of them, in the order of their addresses.
    public List<Map<String, Object>> all() {
        var all = new ArrayList<Map<String, Object>>();
        view.pool().values().forEach(entry -> all.add(of(entry)));
        return all;
    }

    public Map<String, Object> of(Entry entry) {
        VirtualIp ip = entry.ip();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("ip", ip.toString());
        fields.put("id", EntryId.of(prefix, ip));
        fields.put("owner", owner(ip));
        fields.put("state", statusSnapshot.localNode().map(own -> own.states().get(ip)));
        fields.put("bound", isBound(ip));
        fields.put(
                "since",
                statusSnapshot.localNode().map(own -> own.ownedSince().get(ip)).map(Instant::toString));
        fields.put("prefix", entry.prefix());
        fields.put("interface", entry.interfaceName());
        fields.put("label", entry.label());
        fields.put("group", entry.group());
        fields.put("prefer", entry.prefer());
        fields.put("dcs_failure_mode", entry.failureMode().map(FailureMode::toString));
        fields.put("checks", entry.checks().stream().map(EntryCodec::fields).toList());
        fields.put("pinned", pinned(ip));
        fields.put("refused_by", refusedBy(ip));
        fields.put("conflict", conflict(ip));
        fields.put("stuck_mark", stuckMark(ip));
        return fields;
    }

    /// Returns the name of the node that owns it.
    public Optional<String> owner(VirtualIp ip) {
        return view.owner(ip).map(Node::name).map(NodeName::value);
    }

    private boolean isBound(VirtualIp ip) {
        return statusSnapshot
                .localNode()
                .filter(own -> own.seen().host().ours().stream()
                        .anyMatch(address -> address.ip().equals(ip)))
                .isPresent();
    }

    private Optional<String> pinned(VirtualIp ip) {
        return view.wishes().stream()
                .filter(wish -> wish instanceof Wish.Pin pin && pin.ip().equals(ip))
                .map(wish -> ((Wish.Pin) wish).node().value())
                .findFirst();
    }

    private Map<String, String> refusedBy(VirtualIp ip) {
        var refusals = new TreeMap<String, String>();
        view.nodes().values().forEach(node -> {
            String reason = node.unbindable().get(ip);
            if (reason != null) {
                refusals.put(node.name().value(), reason);
            }
        });
        return refusals;
    }

    /// The name on a mark whose node does not bind the address: such a mark keeps all other nodes from it.
    private Optional<String> stuckMark(VirtualIp ip) {
        return Optional.ofNullable(view.marks().get(ip))
                .filter(_ -> view.owner(ip).isEmpty())
                .map(mark -> mark.owner().value());
    }

    private Optional<Map<String, String>> conflict(VirtualIp ip) {
        return statusSnapshot
                .localNode()
                .map(own -> own.seen().remembered().probeStatus().conflicts().get(ip))
                .map(by -> Map.of("mac", by.senderHardware().toString()));
    }
}
