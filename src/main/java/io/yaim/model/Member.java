package io.yaim.model;

/// A running node, healthy or not, as its member key tells.
///
/// @param reason why it is in this state, for people; empty when there is nothing to say
/// @param apiUrl where the others and people reach it, such as `http://host:1313`; empty when nowhere
/// @param peerAddress where the others ask it whether they may hold on, as `address:port`; empty when nowhere
/// @param isCoordinator whether it grants leases and marks to all, where the nodes keep the store themselves
/// @param revision the store's revision of the key's last change; 0 in one that has not been written yet
public record Member(
        NodeName name,
        Incarnation incarnation,
        LeaseId lease,
        State state,
        String reason,
        String apiUrl,
        String peerAddress,
        boolean isCoordinator,
        long revision) {

    /// The longest reason and the longest reach; longer ones are cut.
    public static final int LONGEST_TEXT = 200;

    public Member {
        reason = PrintableLine.of(reason, LONGEST_TEXT);
        apiUrl = PrintableLine.of(apiUrl, LONGEST_TEXT);
        peerAddress = PrintableLine.of(peerAddress, LONGEST_TEXT);
    }

    /// What a running node is doing.
    public enum State {
        HEALTHY,
        UNHEALTHY,
        LEAVING
    }

    public Tenancy tenancy() {
        return new Tenancy(name, incarnation, lease);
    }

    /// Whether both say the same, at whatever revision.
    public boolean equalsIgnoringRevision(Member other) {
        return withRevision(other.revision).equals(other);
    }

    /// The same words at another revision.
    public Member withRevision(long newRevision) {
        return new Member(name, incarnation, lease, state, reason, apiUrl, peerAddress, isCoordinator, newRevision);
    }
}
