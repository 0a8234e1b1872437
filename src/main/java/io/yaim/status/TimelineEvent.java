package io.yaim.status;

import io.yaim.model.PrintableLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Something that happened, for people.
///
/// @param id counts up, also from one life of a node to the next, as long as the wall clock does
/// @param node whom it concerns; absent: nobody in particular
/// @param ip which entry it concerns; absent: none in particular
/// @param from what was before, where that makes sense
/// @param to what is now
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

    /// What sort of thing happened.
    public enum Kind {
        /// An entry's owner changed, by its mark.
        OWNER,
        /// This node bound an address.
        BIND,
        /// This node dropped an address.
        DROP,
        /// An entry's state on this node changed.
        STATE,
        /// This node's lease proves nothing any more.
        FENCE,
        /// Somebody else began, or ceased, to use an address that is bound here.
        CONFLICT,
        /// A node came, left, or changed its state.
        NODE,
        /// This node's health changed.
        HEALTH,
        /// The store went away, or came back.
        STORE,
        /// An entry was added, changed or removed.
        POOL,
        /// A wish was made or withdrawn.
        WISH,
        /// The configuration was read again.
        RELOAD;

        /// As people and programs read it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// As the HTTP API and hooks tell it.
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
