package io.yaim.store;

import io.yaim.model.LeaseId;
import java.util.Optional;

/// A key of the store as it is there, not decoded yet.
///
/// @param revision the revision of its last change
/// @param lease the lease that it hangs on
public record RawKey(String key, String value, long revision, Optional<LeaseId> lease) {}
