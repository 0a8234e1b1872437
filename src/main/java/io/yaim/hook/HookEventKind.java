package io.yaim.hook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of events for hooks.
public enum HookEventKind {
    /// An address was put on an interface of this node.
    BIND,
    /// An address was removed, by this node or by another program.
    DROP,
    /// An entry's state on this node changed.
    STATE,
    /// An address was dropped because the proof of ownership ended; reported beside [#DROP].
    FENCE,
    /// Another host claims to have an address that is bound here.
    CONFLICT;

    /// The word in the configuration and for recipients.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<HookEventKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
