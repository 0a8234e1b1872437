package io.yaim.model;

/// The store's number for a lease. Never 0, which means "no lease" in etcd.
public record LeaseId(long value) {

    public LeaseId {
        if (value == 0) {
            throw new IllegalArgumentException("0 is no lease");
        }
    }

    /// As etcdctl prints it.
    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
