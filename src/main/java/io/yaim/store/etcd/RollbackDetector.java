package io.yaim.store.etcd;

import io.etcd.jetcd.Response;
import io.yaim.store.StoreWentBackException;
import java.util.OptionalLong;

/// Remembers which cluster the store is, and which revision it had reached.
final class RollbackDetector {

    private OptionalLong cluster = OptionalLong.empty();
    private long highest;

    /// Compares a response of the cluster as a whole with what was seen before: of a linearizable read, a
    /// transaction, or a granted lease.
    void checkClusterAnswer(Response.Header header) throws StoreWentBackException {
        checkCluster(header);
        if (header.getRevision() < highest) {
            throw new StoreWentBackException(
                    "etcd is at revision " + header.getRevision() + " and was at " + highest + " before");
        }
        highest = header.getRevision();
    }

    /// Compares a member's own response with what was seen before, such as that to a keep-alive. A member may lag
    /// behind. So a revision below the last one proves nothing, but is a reason to ask the cluster.
    ///
    /// @return whether the revision is below the last one
    boolean isMemberBehind(Response.Header header) throws StoreWentBackException {
        checkCluster(header);
        boolean isBehind = header.getRevision() < highest;
        highest = Math.max(highest, header.getRevision());
        return isBehind;
    }

    /// The store was seen at this revision.
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
