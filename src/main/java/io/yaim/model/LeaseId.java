package io.yaim.model;

/// The store's identifier of a lease. It is never 0, which means "no lease" in etcd.
public record LeaseId(long value) {

    public LeaseId {
        if (value == 0) {
            throw new IllegalArgumentException("expected a lease id other than 0");
        }
    }

    /// In hexadecimal, as etcdctl prints it.
    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
