package io.yaim.store.etcd;

import io.etcd.jetcd.Response;
import io.yaim.store.StoreWentBackException;
import java.util.OptionalLong;

/// What the store has proved of itself so far: which cluster it is, and that it had reached a revision.
final class RollbackDetector {

    private OptionalLong cluster = OptionalLong.empty();
    private long highest;

    /// Holds an answer that was given by the cluster as a whole against the past: a linearizable read, a
    /// transaction, a lease that was granted.
    void checkClusterAnswer(Response.Header header) throws StoreWentBackException {
        checkCluster(header);
        if (header.getRevision() < highest) {
            throw new StoreWentBackException(
                    "etcd is at revision " + header.getRevision() + " and was at " + highest + " before");
        }
        highest = header.getRevision();
    }

    /// Holds a member's own answer against the past, such as the one to a keep-alive. A member may lag behind: a
    /// revision below the past's proves nothing, but is reason to ask the cluster.
    ///
    /// @return whether the revision is below the past's
    boolean isMemberBehind(Response.Header header) throws StoreWentBackException {
        checkCluster(header);
        boolean isBehind = header.getRevision() < highest;
        highest = Math.max(highest, header.getRevision());
        return isBehind;
    }

    /// The store has been seen at this revision.
    void recordRevision(long revision) {
        highest = Math.max(highest, revision);
    }

    void reset() {
        cluster = OptionalLong.empty();
        highest = 0;
    }

    private void checkCluster(Response.Header header) throws StoreWentBackException {
        if (cluster.isPresent() && cluster.getAsLong() != header.getClusterId()) {
            throw new StoreWentBackException("etcd is cluster " + Long.toHexString(header.getClusterId()) + " and was "
                    + Long.toHexString(cluster.getAsLong()) + " before");
        }
        cluster = OptionalLong.of(header.getClusterId());
    }
}
