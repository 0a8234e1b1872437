package io.yaim.api;

import io.yaim.json.Json;
import io.yaim.loop.cycle.Cycle;
import io.yaim.loop.cycle.Event;
import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.plan.Observation;
import io.yaim.plan.Planner;
import io.yaim.plan.Self;
import io.yaim.status.StatusSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// `/status` of the management socket, as `vippyctl` reads it.
public final class VippyRoutes implements Consumer<Cycle> {

    private static final int BITS = 32;

    private final StatusSource statusSource;
    private final LongAdder announcements = new LongAdder();
    private final LongAdder changes = new LongAdder();

    public VippyRoutes(StatusSource statusSource) {
        this.statusSource = statusSource;
    }

    /// Counts what vippy counted.
    @Override
    public void accept(Cycle cycle) {
        for (Event event : cycle.events()) {
            switch (event) {
                case Event.Announced announced -> announcements.add(announced.count());
                case Event.UnicastAnnounced unicastAnnounced -> announcements.add(unicastAnnounced.frames());
                case Event.Bound bound -> changes.add(bound.ips().size());
                case Event.Dropped dropped -> changes.add(dropped.addresses().size());
                case Event.LeaseObtained _,
                        Event.LeaseLost _,
                        Event.LeaseReleased _,
                        Event.AddressesRetained _,
                        Event.Refreshed _ -> {}
                case Event.Probed _,
                        Event.HardwareChanged _,
                        Event.ProbeAnswered _,
                        Event.ConflictBegan _,
                        Event.ConflictEnded _ -> {}
                case Event.ChangeApplied _, Event.ChangeRejected _, Event.Failed _ -> {}
            }
        }
    }

    /// Serves all methods, as vippy did.
    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            routes.add(Route.of(method, "/status", (_, _) -> status()));
        }
        return routes;
    }

    private ServerResponse status() throws IOException, HttpErrorException {
        StatusSnapshot statusSnapshot = statusSource.snapshot();
        StatusSnapshot.LocalNode own = statusSnapshot
                .localNode()
                .orElseThrow(() -> new HttpErrorException(503, "the first cycle has not ended yet"));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("identity", own.name().value());
        var net = new LinkedHashMap<String, Object>();
        net.put("ignore", 0);
        net.put("send-announce", announcements.sum());
        net.put("recv-announce", 0);
        var stats = new LinkedHashMap<String, Object>();
        stats.put("net", net);
        stats.put("state-changes", changes.sum());
        fields.put("stats", stats);
        fields.put("config", config(statusSnapshot, own.seen().self()));
        fields.put("state", state(statusSnapshot, own.seen()));
        return ServerResponse.text(200, "text/json", Json.of(fields));
    }

    private static Map<String, Object> config(StatusSnapshot statusSnapshot, Self self) {
        var config = new LinkedHashMap<String, Object>();
        config.put("version", statusSnapshot.view().map(View::revision).orElse(0L));
        config.put(
                "vips",
                statusSnapshot
                        .view()
                        .map(view -> groups(view).values().stream()
                                .map(group -> vips(group, self))
                                .toList())
                        .orElse(List.of()));
        config.put(
                "nodes",
                statusSnapshot
                        .view()
                        .map(view -> view.members().keySet().stream()
                                .map(NodeName::value)
                                .toList())
                        .orElse(List.of()));
        return config;
    }

    private static Map<String, Object> state(StatusSnapshot statusSnapshot, Observation seen) {
        var state = new LinkedHashMap<String, Object>();
        boolean isMature = statusSnapshot.view().isPresent();
        Optional<String> reason = !isMature ? Optional.of("booting") : Planner.ineligibility(seen);
        state.put("mature", isMature);
        state.put("active", reason.isEmpty());
        state.put("inactive_reason", reason);
        state.put(
                "ownership",
                statusSnapshot.view().map(view -> ownership(view, seen.self())).orElse(Map.of()));
        return state;
    }

    /// Lists whole groups under their owner, and entries without an owner under `_`.
    private static Map<String, Object> ownership(View view, Self self) {
        var ownership = new TreeMap<String, List<Object>>();
        view.members().keySet().forEach(name -> ownership.put(name.value(), new ArrayList<>()));
        for (List<Entry> group : groups(view).values()) {
            String owner = view.owner(group.getFirst().ip())
                    .map(Node::name)
                    .map(NodeName::value)
                    .orElse("_");
            ownership.computeIfAbsent(owner, _ -> new ArrayList<>()).add(vips(group, self));
        }
        ownership.putIfAbsent("_", new ArrayList<>());
        return new LinkedHashMap<>(ownership);
    }

    /// An entry without a group is a group of its own.
    private static Map<String, List<Entry>> groups(View view) {
        var groups = new LinkedHashMap<String, List<Entry>>();
        for (Entry entry : view.pool().values()) {
            String name = entry.group().map(group -> "group " + group).orElse("entry " + entry.ip());
            groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry);
        }
        return groups;
    }

    /// Returns the preferred node, if there is one, then each address.
    private static List<Object> vips(List<Entry> group, Self self) {
        var vips = new ArrayList<Object>();
        group.stream().flatMap(entry -> entry.prefer().stream()).findFirst().ifPresent(node -> vips.add(node.value()));
        group.forEach(entry -> vips.add(vip(entry, self)));
        return vips;
    }

    private static Map<String, Object> vip(Entry entry, Self self) {
        var binding = self.binding(entry);
        VirtualIp ip = entry.ip();
        var vip = new LinkedHashMap<String, Object>();
        vip.put("ip", ip.toString());
        if (ip.isV6()) {
            vip.put("prefixlen", String.valueOf(binding.prefix()));
        } else {
            byte[] mask = mask(binding.prefix());
            byte[] network = ip.bytes();
            byte[] broadcast = ip.bytes();
            for (int i = 0; i < mask.length; i++) {
                network[i] &= mask[i];
                broadcast[i] |= (byte) ~mask[i];
            }
            vip.put("netmask", VirtualIp.of(mask).toString());
            vip.put("broadcast", VirtualIp.of(broadcast).toString());
            vip.put("network", VirtualIp.of(network).toString());
        }
        vip.put("name", binding.interfaceName());
        return vip;
    }

    private static byte[] mask(int prefix) {
        int bits = prefix == 0 ? 0 : -1 << (BITS - prefix);
        return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
    }
}
