package io.yaim.store.multicast.participant;

import java.time.Duration;

/// Whether a node knows all that is granted. A node that has just started, or was stopped, does not know what was
/// granted to others meanwhile. After the time of a lease they hold nothing by that any more.
public final class KnowledgeGap {

    /// A process that reads the clock so rarely may have been stopped, and removed from the membership view
    /// meanwhile.
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

    /// There is a membership view. Before the first one, others could be granted anything without this node.
    public void viewChanged(Duration now) {
        if (!isMember) {
            isMember = true;
            sureAt = now.plus(ttl);
        }
    }

    /// This node is in no membership view any more. From now on others can be granted anything without it, until a
    /// coordinator sends it its state.
    void channelLost(Duration now) {
        isNew = true;
        isMember = false;
        sureAt = now.plus(ttl);
    }

    /// When to check again, at the latest.
    public Duration nextCheck() {
        return lastCheck.plus(ttl.dividedBy(CHECKS_PER_LEASE));
    }

    /// A coordinator has sent its state. After a stop, that may be old.
    void stateInstalled() {
        if (isNew) {
            isNew = false;
            sureAt = Duration.ZERO;
        }
    }

    /// How long other nodes may still hold what this node does not know of.
    Duration unsureFor(Duration now) {
        return sureAt.compareTo(now) > 0 ? sureAt.minus(now) : Duration.ZERO;
    }
}
