package io.yaim.store.multicast;

import java.time.Duration;
import java.util.Optional;

/// Which pool a node has proposed to its coordinator, and when it is to do so again.
final class Proposal {

    private final Duration pause;
    private Optional<Term> in = Optional.empty();
    private long version;
    private Duration at = Duration.ZERO;
    private boolean isRefused;

    /// @param pause before one that was refused is made again
    Proposal(Duration pause) {
        this.pause = pause;
    }

    boolean isDue(Optional<Term> term, long newVersion, Duration now) {
        boolean isNew = !in.equals(term) || version < newVersion;
        return isNew || (isRefused && now.minus(at).compareTo(pause) >= 0);
    }

    void made(Optional<Term> term, long madeVersion, Duration now) {
        in = term;
        version = madeVersion;
        at = now;
        isRefused = false;
    }

    void refused() {
        isRefused = true;
    }
}
