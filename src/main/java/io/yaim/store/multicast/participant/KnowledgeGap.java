package io.yaim.store.multicast.participant;

import java.time.Duration;

/// Whether what a node knows is all that is granted. Who has just started, or was stopped, does not know what
/// others were granted meanwhile; after the time of a lease they hold nothing by it any more.
public final class KnowledgeGap {

    /// Whoever looks at the clock so rarely may have been stopped, and taken off the roll meanwhile.
    private static final int CHECKS_PER_LEASE = 8;

    private static final int STALLS_PER_LEASE = 2;

    private final Duration ttl;
    private boolean isNew = true;
    private boolean isMember;
    private Duration lastCheck;
    private Duration sureAt;

    /// @param ttl of leases
    public KnowledgeGap(Duration ttl, Duration now) {
        this.ttl = ttl;
        lastCheck = now;
        sureAt = now.plus(ttl);
    }

    /// To be called before anything else is done.
    ///
    /// @return whether the node was stopped
    public boolean checkForStall(Duration now) {
        boolean hasStalled = now.minus(lastCheck).compareTo(ttl.dividedBy(STALLS_PER_LEASE)) > 0;
        lastCheck = now;
        if (hasStalled) {
            isNew = false;
            sureAt = now.plus(ttl);
        }
        return hasStalled;
    }

    /// There is a roll. Until the first one, others were granted what they like, and this node was not asked.
    public void viewChanged(Duration now) {
        if (!isMember) {
            isMember = true;
            sureAt = now.plus(ttl);
        }
    }

    /// When to look again, at the latest.
    public Duration nextCheck() {
        return lastCheck.plus(ttl.dividedBy(CHECKS_PER_LEASE));
    }

    /// A coordinator has told all there is. After a stop that may be old.
    void stateInstalled() {
        if (isNew) {
            isNew = false;
            sureAt = Duration.ZERO;
        }
    }

    /// How long others may still hold what this node knows nothing of.
    Duration unsureFor(Duration now) {
        return sureAt.compareTo(now) > 0 ? sureAt.minus(now) : Duration.ZERO;
    }
}
