package io.yaim.store.multicast.participant;

import io.yaim.store.multicast.protocol.Term;
import java.time.Duration;
import java.util.Optional;

/// Which pool a node has proposed to its coordinator, and when it proposes again.
final class PoolProposal {

    private final Duration pause;
    private Optional<Term> proposedTerm = Optional.empty();
    private long version;
    private Duration sentAt = Duration.ZERO;
    private boolean isRefused;

    /// @param pause before a rejected proposal is repeated
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
