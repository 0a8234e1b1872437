package io.yaim.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a node does with its addresses when its lease has expired because it cannot reach the store.
public enum FailureMode {

    /// The addresses are dropped. No address is on two nodes.
    RELEASE,

    /// The addresses stay while all peers give their consent. No address is on two nodes.
    FAILSAFE,

    /// The addresses stay, and the node takes those that no host answers for. Each address is somewhere, at
    /// times on two nodes.
    CLAIM;

    /// The mode with this name.
    ///
    /// @throws IllegalArgumentException no mode has this name; the message lists the modes
    public static FailureMode of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected "
                        + Arrays.stream(values()).map(FailureMode::toString).collect(Collectors.joining(", "))
                        + ", found " + name));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
