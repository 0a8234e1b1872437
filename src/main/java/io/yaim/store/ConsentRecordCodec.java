package io.yaim.store;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.ConsentRecord;
import io.yaim.model.ConsentRecord.ConsentPeer;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The JSON of a consent record. Unknown fields are ignored, so that nodes of different versions work together.
public final class ConsentRecordCodec {

    /// The longest value, in characters.
    public static final int LONGEST = 1 << 18;

    private static final int DEPTH = 4;

    private ConsentRecordCodec() {}

    public static String encode(ConsentRecord record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", record.tenancy().name());
        fields.put("incarnation", record.tenancy().incarnation());
        fields.put("lease", record.tenancy().lease());
        fields.put("hold-ms", (int) record.consentTime().toMillis());
        fields.put("peer", record.peerAddress());
        var witnesses = new LinkedHashMap<String, Object>();
        record.peers().forEach((name, consentPeer) -> {
            var words = new LinkedHashMap<String, Object>();
            words.put("incarnation", consentPeer.incarnation());
            words.put("peer", consentPeer.address());
            witnesses.put(name.value(), words);
        });
        fields.put("witnesses", witnesses);
        return Json.of(fields);
    }

    /// The record that this value describes.
    ///
    /// @param revision the revision of the last change of the key
    /// @throws IllegalArgumentException the value is not that of a consent record; the message says why
    public static ConsentRecord decode(String value, long revision) {
        Object parsed = StrictYaml.parse(value, LONGEST, DEPTH)
                .orElseThrow(() -> new IllegalArgumentException("expected the JSON of a record of witnesses"));
        var fields = Fields.of(parsed, "a record of witnesses");
        var of = new Tenancy(
                new NodeName(fields.text("name")),
                new Incarnation(fields.text("incarnation")),
                NodeCodec.lease(fields));
        int hold = fields.integer("hold-ms").orElseThrow(() -> new IllegalArgumentException("hold-ms is missing"));
        return new ConsentRecord(
                of,
                fields.optionalText("peer").orElse(""),
                Duration.ofMillis(hold),
                witnesses(fields.nested("witnesses")),
                revision);
    }

    private static SortedMap<NodeName, ConsentPeer> witnesses(Fields fields) {
        var witnesses = new TreeMap<NodeName, ConsentPeer>();
        for (String name : fields.values().keySet()) {
            Fields words = fields.nested(name);
            witnesses.put(
                    new NodeName(name),
                    new ConsentPeer(
                            new Incarnation(words.text("incarnation")),
                            words.optionalText("peer").orElse("")));
        }
        return witnesses;
    }
}
