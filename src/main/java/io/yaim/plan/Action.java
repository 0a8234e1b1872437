package io.yaim.plan;

import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.ConsentRecord;
import io.yaim.model.StoreChange;
import io.yaim.model.VirtualIp;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One step of a plan. It is justified by the observation alone, never by the success of an earlier step.
public sealed interface Action {

    /// Obtain a lease. The previous lease, if any, is ended first.
    record ObtainLease() implements Action {}

    /// Drop addresses, for this reason.
    record Drop(List<BoundAddress> addresses, String reason) implements Action {
        public Drop {
            addresses = List.copyOf(addresses);
        }
    }

    /// Write to the store.
    record Commit(List<StoreChange> changes) implements Action {
        public Commit {
            changes = List.copyOf(changes);
        }
    }

    /// Bind addresses with the lifetime that the proof allows, and announce them.
    record Bind(List<Binding> bindings) implements Action {
        public Bind {
            bindings = List.copyOf(bindings);
        }
    }

    /// Probe whether another host has the addresses.
    record Probe(List<Binding> bindings) implements Action {
        public Probe {
            bindings = List.copyOf(bindings);
        }
    }

    /// Give bound addresses the lifetime that the proof allows now.
    record Refresh(List<Binding> bindings) implements Action {
        public Refresh {
            bindings = List.copyOf(bindings);
        }
    }

    /// Give bound addresses the lifetime that the consent of the peers allows.
    record HoldByConsent(List<Binding> bindings) implements Action {
        public HoldByConsent {
            bindings = List.copyOf(bindings);
        }
    }

    /// Ask the peers of lost nodes to refuse them.
    record RequestRefusals(List<ConsentRecord> records) implements Action {
        public RequestRefusals {
            records = List.copyOf(records);
        }
    }

    /// Give addresses a lifetime without a proof, and announce those that were not bound here before.
    ///
    /// @param held the addresses that are bound here
    /// @param claimed the addresses that no host answers for
    record HoldWithoutProof(List<Binding> held, List<Binding> claimed) implements Action {
        public HoldWithoutProof {
            held = List.copyOf(held);
            claimed = List.copyOf(claimed);
        }
    }

    /// Start probing for entries that no host has. The higher its rank, the later this node starts.
    record StartClaimProbing(SortedMap<VirtualIp, Integer> ranks) implements Action {
        public StartClaimProbing {
            ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
        }
    }

    /// Announce addresses again.
    record Announce(List<Binding> bindings) implements Action {
        public Announce {
            bindings = List.copyOf(bindings);
        }
    }

    /// Announce addresses that are held without a proof.
    record AnnounceWithoutProof(List<Binding> bindings) implements Action {
        public AnnounceWithoutProof {
            bindings = List.copyOf(bindings);
        }
    }

    /// End the lease, and with it all its keys in the store. This is the last action of a node.
    record ReleaseLease() implements Action {}
}
