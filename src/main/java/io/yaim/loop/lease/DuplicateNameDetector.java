package io.yaim.loop.lease;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.Optional;

/// Distinguishes a dead node of the same name, whose keys are gone after one ttl, from a running one.
public final class DuplicateNameDetector {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NodeName name;
    private final Duration ttl;
    private Optional<Duration> seenSince = Optional.empty();

    public DuplicateNameDetector(NodeName name, Duration ttl) {
        this.name = name;
        this.ttl = ttl;
    }

    /// Notes whether another incarnation with this name is in the store.
    ///
    /// @param isThere whether the store has one
    /// @throws DuplicateNameException it was there for so long that it must be running
    public void update(boolean isThere, boolean isLeaving, Duration now) {
        seenSince = isThere ? seenSince.or(() -> Optional.of(now)) : Optional.empty();
        Duration patience = ttl.plus(PATIENCE);
        if (!isLeaving
                && seenSince
                        .filter(begun -> now.minus(begun).compareTo(patience) > 0)
                        .isPresent()) {
            throw new DuplicateNameException(name);
        }
    }
}
