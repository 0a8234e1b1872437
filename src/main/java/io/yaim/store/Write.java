package io.yaim.store;

import io.yaim.model.LeaseId;
import java.util.Optional;

/// A write of a key.
public sealed interface Write {

    String key();

    /// Writes the key, whatever its value was.
    ///
    /// @param lease with which it ends
    record Put(String key, String value, Optional<LeaseId> lease) implements Write {}

    record Delete(String key) implements Write {}
}
