package io.yaim.loop;

import io.yaim.model.NodeName;
import java.time.Duration;
import java.util.Optional;

/// Tells a namesake that died, which is gone after one ttl, from one that lives.
final class NamesakeWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NodeName name;
    private final Duration ttl;
    private Optional<Duration> since = Optional.empty();

    NamesakeWatch(NodeName name, Duration ttl) {
        this.name = name;
        this.ttl = ttl;
    }

    /// @param isThere whether the store has one
    /// @throws NamesakeException it has had one for so long that it must be alive
    void saw(boolean isThere, boolean isLeaving, Duration now) {
        since = isThere ? since.or(() -> Optional.of(now)) : Optional.empty();
        Duration patience = ttl.plus(PATIENCE);
        if (!isLeaving
                && since.filter(begun -> now.minus(begun).compareTo(patience) > 0)
                        .isPresent()) {
            throw new NamesakeException(name);
        }
    }
}
