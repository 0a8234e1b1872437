package io.yaim.store;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import io.yaim.model.Incarnation;
import io.yaim.model.Member;
import io.yaim.model.NodeName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;

/// The JSON of a member key. Unknown fields are ignored, so that nodes of different versions work together.
public final class MemberCodec {

    /// The longest value, in characters.
    public static final int LONGEST = 8192;

    private static final int DEPTH = 4;

    private MemberCodec() {}

    public static String encode(Member member) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", member.name());
        fields.put("incarnation", member.incarnation());
        fields.put("lease", member.lease());
        fields.put("state", word(member.state()));
        fields.put("reason", member.reason());
        fields.put("reach", member.apiUrl());
        fields.put("peer", member.peerAddress());
        if (member.isCoordinator()) {
            fields.put("coordinates", true);
        }
        return Json.of(fields);
    }

    /// The member that this value describes.
    ///
    /// @param revision the revision of the last change of the key
    /// @throws IllegalArgumentException the value is not that of a member; the message says why
    public static Member decode(String value, long revision) {
        Object parsed = StrictYaml.parse(value, LONGEST, DEPTH)
                .orElseThrow(() -> new IllegalArgumentException("expected the JSON of a member"));
        var fields = Fields.of(parsed, "a member");
        return new Member(
                new NodeName(fields.text("name")),
                new Incarnation(fields.text("incarnation")),
                NodeCodec.lease(fields),
                state(fields.text("state")),
                fields.optionalText("reason").orElse(""),
                fields.optionalText("reach").orElse(""),
                fields.optionalText("peer").orElse(""),
                fields.isTrue("coordinates"),
                revision);
    }

    private static Member.State state(String word) {
        return Arrays.stream(Member.State.values())
                .filter(state -> word(state).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state: unknown state " + word));
    }

    private static String word(Member.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
