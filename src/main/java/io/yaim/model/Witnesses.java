package io.yaim.model;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The record of those without whose leave a node does not hold on to its addresses while the store is
/// away. It hangs on no lease, so that it is there when the node's lease has ended.
///
/// @param of whose record it is
/// @param hold for how long one yes of a witness counts
/// @param peer where the node itself is asked; empty when nowhere
/// @param witnesses not empty, at most [#MOST]
/// @param revision the store's revision of the key's last change; 0 in one that has not been written yet
public record Witnesses(Tenancy of, String peer, Duration hold, SortedMap<NodeName, Witness> witnesses, long revision) {

    public static final int MOST = 1000;

    /// The longest time that a yes may count.
    public static final Duration LONGEST_HOLD = Duration.ofHours(1);

    public Witnesses {
        if (witnesses.isEmpty() || witnesses.size() > MOST) {
            throw new IllegalArgumentException("expected 1 to " + MOST + " witnesses");
        }
        if (!hold.isPositive() || hold.compareTo(LONGEST_HOLD) > 0) {
            throw new IllegalArgumentException("expected a hold above 0, at most " + LONGEST_HOLD);
        }
        peer = Line.of(peer, Member.LONGEST_TEXT);
        witnesses = Collections.unmodifiableSortedMap(new TreeMap<>(witnesses));
    }

    /// One whose leave is needed.
    ///
    /// @param incarnation the life in which its yes counts
    /// @param peer where it is asked; empty when nowhere
    public record Witness(Incarnation incarnation, String peer) {

        public Witness {
            peer = Line.of(peer, Member.LONGEST_TEXT);
        }
    }

    /// Whether both say the same, at whatever revision.
    public boolean saysTheSameAs(Witnesses other) {
        return at(other.revision).equals(other);
    }

    /// The same words at another revision.
    public Witnesses at(long newRevision) {
        return new Witnesses(of, peer, hold, witnesses, newRevision);
    }
}
