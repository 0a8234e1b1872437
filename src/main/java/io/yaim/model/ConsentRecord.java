package io.yaim.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The record of those without whose leave a node does not hold on to its addresses while the store is
/// away. It hangs on no lease, so that it is there when the node's lease has ended.
///
/// @param tenancy whose record it is
/// @param consentTime for how long one yes of a witness counts
/// @param peerAddress where the node itself is asked; empty when nowhere
/// @param peers not empty, at most [#MOST]
/// @param revision the store's revision of the key's last change; 0 in one that has not been written yet
public record ConsentRecord(
        Tenancy tenancy,
        String peerAddress,
        Duration consentTime,
        SortedMap<NodeName, ConsentPeer> peers,
        long revision) {

    public static final int MOST = 1000;

    /// The longest time that a yes may count.
    public static final Duration LONGEST_CONSENT = Duration.ofHours(1);

    public ConsentRecord {
        if (peers.isEmpty() || peers.size() > MOST) {
            throw new IllegalArgumentException("expected 1 to " + MOST + " witnesses");
        }
        if (!consentTime.isPositive() || consentTime.compareTo(LONGEST_CONSENT) > 0) {
            throw new IllegalArgumentException("expected a hold above 0, at most " + LONGEST_CONSENT);
        }
        peerAddress = PrintableLine.of(peerAddress, Member.LONGEST_TEXT);
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    /// One whose leave is needed.
    ///
    /// @param incarnation the life in which its yes counts
    /// @param address where it is asked; empty when nowhere
    public record ConsentPeer(Incarnation incarnation, String address) {

        public ConsentPeer {
            address = PrintableLine.of(address, Member.LONGEST_TEXT);
        }
    }

    /// Whether both say the same, at whatever revision.
    public boolean equalsIgnoringRevision(ConsentRecord other) {
        return withRevision(other.revision).equals(other);
    }

    /// The same words at another revision.
    public ConsentRecord withRevision(long newRevision) {
        return new ConsentRecord(tenancy, peerAddress, consentTime, peers, newRevision);
    }
}
