package io.yaim.store;

import io.yaim.model.LeaseId;
import java.util.Optional;

/// What becomes of a key.
public sealed interface Write {

    String key();

    /// Writes it, at whatever it was.
    ///
    /// @param lease with which it goes
    record Put(String key, String value, Optional<LeaseId> lease) implements Write {}

    record Delete(String key) implements Write {}
}
