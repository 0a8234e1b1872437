package io.yaim.model;

/// A running node, healthy or not, as its member key describes it.
///
/// @param reason the reason of the state, for people; empty if there is none
/// @param apiUrl where people and other nodes reach its API, such as `http://host:1313`; empty: nowhere
/// @param peerAddress where the node receives questions of its peers, as `address:port`; empty: nowhere
/// @param isCoordinator whether it is the coordinator, if the nodes themselves are the store
/// @param revision the store's revision of the last change of the key; 0 if it was not written yet
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

    /// The longest reason, API URL and peer address, in characters; longer texts are cut.
    public static final int LONGEST_TEXT = 200;

    public Member {
        reason = PrintableLine.of(reason, LONGEST_TEXT);
        apiUrl = PrintableLine.of(apiUrl, LONGEST_TEXT);
        peerAddress = PrintableLine.of(peerAddress, LONGEST_TEXT);
    }

    /// The state of a running node.
    public enum State {
        HEALTHY,
        UNHEALTHY,
        LEAVING
    }

    public Tenancy tenancy() {
        return new Tenancy(name, incarnation, lease);
    }

    /// Whether both are equal except for their revisions.
    public boolean equalsIgnoringRevision(Member other) {
        return withRevision(other.revision).equals(other);
    }

    /// The same member at another revision.
    public Member withRevision(long newRevision) {
        return new Member(name, incarnation, lease, state, reason, apiUrl, peerAddress, isCoordinator, newRevision);
    }
}
