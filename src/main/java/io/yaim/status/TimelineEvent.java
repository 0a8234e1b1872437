package io.yaim.status;

import io.yaim.model.PrintableLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Something that happened, for people.
///
/// @param id counts up, also over restarts of the node, unless the wall clock goes back
/// @param node the node that it concerns; empty: none in particular
/// @param ip the entry that it concerns; empty: none in particular
/// @param from the value before, where there is one
/// @param to the value now
/// @param text one line
public record TimelineEvent(
        long id,
        Instant time,
        Kind kind,
        Optional<String> node,
        Optional<String> ip,
        Optional<String> from,
        Optional<String> to,
        String text) {

    private static final int LONGEST_TEXT = 300;

    public TimelineEvent {
        text = PrintableLine.of(text, LONGEST_TEXT);
    }

    /// The kind of an event.
    public enum Kind {
        /// An entry's owner changed, by its mark.
        OWNER,
        /// This node bound an address.
        BIND,
        /// This node dropped an address.
        DROP,
        /// An entry's state on this node changed.
        STATE,
        /// This node's lease no longer proves ownership.
        FENCE,
        /// Another host began, or ceased, to use an address that is bound here.
        CONFLICT,
        /// A node joined, left, or changed its state.
        NODE,
        /// This node's health changed.
        HEALTH,
        /// The store became unreachable, or reachable again.
        STORE,
        /// An entry was added, changed or removed.
        POOL,
        /// An operator made or withdrew a wish.
        WISH,
        /// The configuration was reloaded.
        RELOAD;

        /// The word for people and programs.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The fields, as the HTTP API returns them.
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", id);
        fields.put("time", time.toString());
        fields.put("kind", kind.word());
        fields.put("node", node);
        fields.put("ip", ip);
        fields.put("from", from);
        fields.put("to", to);
        fields.put("text", text);
        return fields;
    }
}
