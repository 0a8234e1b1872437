package io.yaim.model;

/// A running node, healthy or not, as its member key tells.
///
/// @param reason why it is in this state, for people; empty when there is nothing to say
/// @param reach where the others and people reach it, such as `http://host:1313`; empty when nowhere
/// @param peer where the others ask it whether they may hold on, as `address:port`; empty when nowhere
/// @param coordinates whether it grants leases and marks to all, where the nodes keep the store themselves
/// @param revision the store's revision of the key's last change; 0 in one that has not been written yet
public record Member(
        NodeName name,
        Incarnation incarnation,
        LeaseId lease,
        State state,
        String reason,
        String reach,
        String peer,
        boolean coordinates,
        long revision) {

    /// The longest reason and the longest reach; longer ones are cut.
    public static final int LONGEST_TEXT = 200;

    public Member {
        reason = Line.of(reason, LONGEST_TEXT);
        reach = Line.of(reach, LONGEST_TEXT);
        peer = Line.of(peer, LONGEST_TEXT);
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
    public boolean saysTheSameAs(Member other) {
        return at(other.revision).equals(other);
    }

    /// The same words at another revision.
    public Member at(long newRevision) {
        return new Member(name, incarnation, lease, state, reason, reach, peer, coordinates, newRevision);
    }
}
