package io.yaim.loop.lease;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.Optional;

/// Tells a namesake that died, which is gone after one ttl, from one that lives.
public final class DuplicateNameDetector {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NodeName name;
    private final Duration ttl;
    private Optional<Duration> seenSince = Optional.empty();

    public DuplicateNameDetector(NodeName name, Duration ttl) {
        this.name = name;
        this.ttl = ttl;
    }

    /// Takes note of whether another node of this name is in the store.
    ///
    /// @param isThere whether the store has one
    /// @throws DuplicateNameException it has had one for so long that it must be alive
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
