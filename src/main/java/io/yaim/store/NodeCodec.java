package io.yaim.store;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The JSON of a node key. Unknown fields are ignored, so that nodes of different versions work together.
public final class NodeCodec {

    /// The longest value, in characters; below etcd's limit for a request (1.5 MiB).
    public static final int LONGEST = 1 << 20;

    private static final int DEPTH = 5;
    private static final int MOST_NETWORKS = 100;
    private static final int MOST_INTERFACES = 10_000;
    private static final int MOST_ADDRESSES = 100_000;
    private static final Pattern NETWORK = Pattern.compile("[0-9a-f.:]{2,39}/[0-9]{1,3}");

    private NodeCodec() {}

    public static String encode(Node node) {
        var refuses = new LinkedHashMap<String, List<String>>();
        node.unbindable()
                .forEach((ip, reason) -> refuses.computeIfAbsent(reason, key -> new ArrayList<>())
                        .add(ip.toString()));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", node.name());
        fields.put("incarnation", node.incarnation());
        fields.put("lease", node.lease());
        fields.put("weight", node.weight());
        fields.put("interfaces", node.interfaces());
        fields.put("refuses", refuses);
        if (!node.onProbation().isEmpty()) {
            fields.put("probation", node.onProbation());
        }
        return Json.of(fields);
    }

    /// The node that this value describes.
    ///
    /// @param revision the revision of the last change of the key
    /// @throws IllegalArgumentException the value is not that of a node; the message says why
    public static Node decode(String value, long revision) {
        Object parsed = StrictYaml.parse(value, LONGEST, DEPTH)
                .orElseThrow(() -> new IllegalArgumentException("expected the JSON of a node"));
        var fields = Fields.of(parsed, "a node");
        return new Node(
                new NodeName(fields.text("name")),
                new Incarnation(fields.text("incarnation")),
                lease(fields),
                fields.integer("weight").orElse(1),
                interfaces(fields.nested("interfaces")),
                refuses(fields.nested("refuses")),
                new TreeSet<>(fields.texts("probation", MOST_INTERFACES)),
                revision);
    }

    static LeaseId lease(Fields fields) {
        return new LeaseId(fields.text("lease"));
    }

    private static SortedMap<String, List<String>> interfaces(Fields fields) {
        var interfaces = new TreeMap<String, List<String>>();
        for (String name : fields.values().keySet()) {
            List<String> networks = fields.texts(name, MOST_NETWORKS);
            for (String network : networks) {
                if (!NETWORK.matcher(network).matches()) {
                    throw new IllegalArgumentException(name + ": expected a network, found " + network);
                }
            }
            interfaces.put(name, networks);
        }
        return interfaces;
    }

    private static Map<VirtualIp, String> refusedFor(Fields fields, String reason) {
        var refused = new TreeMap<VirtualIp, String>();
        fields.texts(reason, MOST_ADDRESSES).forEach(ip -> refused.put(VirtualIp.parse(ip), reason));
        return refused;
    }

    private static SortedMap<VirtualIp, String> refuses(Fields fields) {
        var refuses = new TreeMap<VirtualIp, String>();
        fields.values().keySet().forEach(reason -> refuses.putAll(refusedFor(fields, reason)));
        return refuses;
    }
}
