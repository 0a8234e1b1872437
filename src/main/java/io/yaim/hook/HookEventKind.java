package io.yaim.hook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a hook can be told of.
public enum HookEventKind {
    /// An address was put on an interface of this node.
    BIND,
    /// An address was taken off, by this node or behind its back.
    DROP,
    /// An entry's state on this node changed.
    STATE,
    /// An address was dropped because nothing proves any more that it is this node's; told beside [#DROP].
    FENCE,
    /// Somebody else says that it has an address that is bound here.
    CONFLICT;

    /// As people write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<HookEventKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
