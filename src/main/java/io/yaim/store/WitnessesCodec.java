package io.yaim.store;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.PlainYaml;
import io.yaim.model.Incarnation;
import io.yaim.model.NodeName;
import io.yaim.model.Tenancy;
import io.yaim.model.Witnesses;
import io.yaim.model.Witnesses.Witness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The JSON of a record of witnesses. Fields that are not known are skipped, so that nodes of different
/// versions get along.
public final class WitnessesCodec {

    /// The longest value, in characters.
    public static final int LONGEST = 1 << 18;

    private static final int DEPTH = 4;

    private WitnessesCodec() {}

    public static String encode(Witnesses record) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", record.of().name());
        fields.put("incarnation", record.of().incarnation());
        fields.put("lease", record.of().lease());
        fields.put("hold-ms", (int) record.hold().toMillis());
        fields.put("peer", record.peer());
        var witnesses = new LinkedHashMap<String, Object>();
        record.witnesses().forEach((name, witness) -> {
            var words = new LinkedHashMap<String, Object>();
            words.put("incarnation", witness.incarnation());
            words.put("peer", witness.peer());
            witnesses.put(name.value(), words);
        });
        fields.put("witnesses", witnesses);
        return Json.of(fields);
    }

    /// The record that this value describes.
    ///
    /// @param revision the store's revision of the key's last change
    /// @throws IllegalArgumentException the value is none of a record; the message says why
    public static Witnesses decode(String value, long revision) {
        Object parsed = PlainYaml.parse(value, LONGEST, DEPTH)
                .orElseThrow(() -> new IllegalArgumentException("expected the JSON of a record of witnesses"));
        var fields = Fields.of(parsed, "a record of witnesses");
        var of = new Tenancy(
                new NodeName(fields.text("name")),
                new Incarnation(fields.text("incarnation")),
                NodeCodec.lease(fields));
        int hold = fields.integer("hold-ms").orElseThrow(() -> new IllegalArgumentException("hold-ms is missing"));
        return new Witnesses(
                of,
                fields.optionalText("peer").orElse(""),
                Duration.ofMillis(hold),
                witnesses(fields.inner("witnesses")),
                revision);
    }

    private static SortedMap<NodeName, Witness> witnesses(Fields fields) {
        var witnesses = new TreeMap<NodeName, Witness>();
        for (String name : fields.values().keySet()) {
            Fields words = fields.inner(name);
            witnesses.put(
                    new NodeName(name),
                    new Witness(
                            new Incarnation(words.text("incarnation")),
                            words.optionalText("peer").orElse("")));
        }
        return witnesses;
    }
}
