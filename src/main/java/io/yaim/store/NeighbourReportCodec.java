package io.yaim.store;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Incarnation;
import io.yaim.model.Neighbour;
import io.yaim.model.NeighbourReport;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The JSON of a key of neighbours. Unknown fields are ignored, so that nodes of different versions work together.
/// Frames are sent to these addresses, so only addresses of single hosts are accepted.
public final class NeighbourReportCodec {

    /// The longest value, in characters: [NeighbourReport#MOST] of at most 70 each, and room to spare.
    public static final int LONGEST = 1 << 18;

    private static final int DEPTH = 4;
    private static final Pattern INTERFACE = Pattern.compile("[!-~]{1,15}");
    private static final Pattern HARDWARE = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    private NeighbourReportCodec() {}

    public static String encode(NeighbourReport neighbourReport) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", neighbourReport.name());
        fields.put("incarnation", neighbourReport.incarnation());
        fields.put("lease", neighbourReport.lease());
        var interfaces = new LinkedHashMap<String, Object>();
        neighbourReport.interfaces().forEach((name, known) -> {
            var hosts = new LinkedHashMap<String, Object>();
            known.forEach((ip, hardware) -> hosts.put(ip.toString(), hardware.toString()));
            interfaces.put(name, hosts);
        });
        fields.put("interfaces", interfaces);
        return Json.of(fields);
    }

    /// The neighbours that this value describes.
    ///
    /// @param revision the revision of the last change of the key
    /// @throws IllegalArgumentException the value is not that of neighbours; the message says why
    public static NeighbourReport decode(String value, long revision) {
        Object parsed = StrictYaml.parse(value, LONGEST, DEPTH)
                .orElseThrow(() -> new IllegalArgumentException("expected the JSON of neighbours"));
        var fields = Fields.of(parsed, "neighbours");
        return new NeighbourReport(
                new NodeName(fields.text("name")),
                new Incarnation(fields.text("incarnation")),
                NodeCodec.lease(fields),
                interfaces(fields.nested("interfaces")),
                revision);
    }

    private static SortedMap<String, SortedMap<VirtualIp, HardwareAddress>> interfaces(Fields fields) {
        var interfaces = new TreeMap<String, SortedMap<VirtualIp, HardwareAddress>>();
        for (String name : fields.values().keySet()) {
            if (!INTERFACE.matcher(name).matches()) {
                throw new IllegalArgumentException("interfaces: expected the name of one, found " + name);
            }
            interfaces.put(name, hosts(fields.nested(name)));
        }
        return interfaces;
    }

    private static SortedMap<VirtualIp, HardwareAddress> hosts(Fields fields) {
        var hosts = new TreeMap<VirtualIp, HardwareAddress>();
        for (Map.Entry<String, Object> host : fields.values().entrySet()) {
            VirtualIp ip = VirtualIp.parse(host.getKey());
            boolean isHardware = host.getValue() instanceof String text
                    && HARDWARE.matcher(text).matches();
            if (!isHardware) {
                throw new IllegalArgumentException(ip + ": expected a hardware address, found " + host.getValue());
            }
            HardwareAddress hardware = HardwareAddress.of(
                    HexFormat.ofDelimiter(":").parseHex(host.getValue().toString()));
            if (!Neighbour.isUnicast(ip) || !Neighbour.isUnicast(hardware)) {
                throw new IllegalArgumentException(ip + " at " + hardware + ": expected a single host");
            }
            hosts.put(ip, hardware);
        }
        return hosts;
    }
}
