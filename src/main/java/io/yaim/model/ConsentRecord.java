package io.yaim.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The consent record of a node: the peers whose consent the node needs to hold its addresses without the
/// store. It is not attached to a lease, so it outlives the node's lease.
///
/// @param tenancy the tenancy that needs the consent
/// @param consentTime how long one consent of a peer is valid; above 0, at most [#LONGEST_CONSENT]
/// @param peerAddress where the node itself receives questions of its peers; empty: nowhere
/// @param peers 1 to [#MOST] peers
/// @param revision the store's revision of the last change of the key; 0 if the record was not written yet
public record ConsentRecord(
        Tenancy tenancy,
        String peerAddress,
        Duration consentTime,
        SortedMap<NodeName, ConsentPeer> peers,
        long revision) {

    public static final int MOST = 1000;

    /// The longest time for which one consent may be valid.
    public static final Duration LONGEST_CONSENT = Duration.ofHours(1);

    public ConsentRecord {
        if (peers.isEmpty() || peers.size() > MOST) {
            throw new IllegalArgumentException("expected 1 to " + MOST + " peers");
        }
        if (!consentTime.isPositive() || consentTime.compareTo(LONGEST_CONSENT) > 0) {
            throw new IllegalArgumentException("expected a consent time above 0, at most " + LONGEST_CONSENT);
        }
        peerAddress = PrintableLine.of(peerAddress, Member.LONGEST_TEXT);
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    /// A peer whose consent is needed.
    ///
    /// @param incarnation the incarnation of the peer whose consent counts
    /// @param address where the peer receives questions; empty: nowhere
    public record ConsentPeer(Incarnation incarnation, String address) {

        public ConsentPeer {
            address = PrintableLine.of(address, Member.LONGEST_TEXT);
        }
    }

    /// Whether both records are equal except for their revisions.
    public boolean equalsIgnoringRevision(ConsentRecord other) {
        return withRevision(other.revision).equals(other);
    }

    /// The same record at another revision.
    public ConsentRecord withRevision(long newRevision) {
        return new ConsentRecord(tenancy, peerAddress, consentTime, peers, newRevision);
    }
}
