package io.yaim.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What becomes of addresses when the store cannot be reached for so long that the lease proves nothing any
/// more.
public enum FailureMode {

    /// They are dropped; nobody has them twice.
    RELEASE,

    /// They stay as long as all witnesses agree; nobody has them twice.
    FAILSAFE,

    /// They stay, and those that nobody answers for are taken; somebody has them, for a while perhaps two.
    CLAIM;

    /// The mode of this name.
    ///
    /// @throws IllegalArgumentException there is no such mode; the message lists them
    public static FailureMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected "
                        + Arrays.stream(values()).map(FailureMode::toString).collect(Collectors.joining(", "))
                        + ", found " + word));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
