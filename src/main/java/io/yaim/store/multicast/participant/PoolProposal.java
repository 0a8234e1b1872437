package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.Term;
import java.time.Duration;
import java.util.Optional;

/// Which pool a node has proposed to its coordinator, and when it is to do so again.
final class PoolProposal {

    private final Duration pause;
    private Optional<Term> proposedTerm = Optional.empty();
    private long version;
    private Duration sentAt = Duration.ZERO;
    private boolean isRefused;

    /// @param pause before one that was refused is made again
    PoolProposal(Duration pause) {
        this.pause = pause;
    }

    boolean isDue(Optional<Term> term, long newVersion, Duration now) {
        boolean isNew = !proposedTerm.equals(term) || version < newVersion;
        return isNew || (isRefused && now.minus(sentAt).compareTo(pause) >= 0);
    }

    void sent(Optional<Term> term, long madeVersion, Duration now) {
        proposedTerm = term;
        version = madeVersion;
        sentAt = now;
        isRefused = false;
    }

    void refused() {
        isRefused = true;
    }
}
