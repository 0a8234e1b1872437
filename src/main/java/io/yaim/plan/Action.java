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

/// One step of a plan. Each is justified by what was seen, never by the success of the step before it.
public sealed interface Action {

    /// Obtain a lease; the former one, if any, is ended first.
    record ObtainLease() implements Action {}

    /// Take addresses off, for this reason.
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

    /// Put addresses on, with the lifetime that the proof allows, and announce them.
    record Bind(List<Binding> bindings) implements Action {
        public Bind {
            bindings = List.copyOf(bindings);
        }
    }

    /// Ask the neighbours whether somebody else has the addresses.
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

    /// Give bound addresses the lifetime that the witnesses allow.
    record HoldByConsent(List<Binding> bindings) implements Action {
        public HoldByConsent {
            bindings = List.copyOf(bindings);
        }
    }

    /// Ask the witnesses of nodes that have vanished to refuse them.
    record RequestRefusals(List<ConsentRecord> records) implements Action {
        public RequestRefusals {
            records = List.copyOf(records);
        }
    }

    /// Give addresses a lifetime that nothing proves, and announce those that were not bound here before.
    ///
    /// @param held are bound here
    /// @param claimed are bound nowhere, as far as anybody answers
    record HoldWithoutProof(List<Binding> held, List<Binding> claimed) implements Action {
        public HoldWithoutProof {
            held = List.copyOf(held);
            claimed = List.copyOf(claimed);
        }
    }

    /// Look for entries that nobody has, each the later the more nodes come before this one.
    record StartClaimProbing(SortedMap<VirtualIp, Integer> ranks) implements Action {
        public StartClaimProbing {
            ranks = Collections.unmodifiableSortedMap(new TreeMap<>(ranks));
        }
    }

    /// Tell the neighbours again where addresses are.
    record Announce(List<Binding> bindings) implements Action {
        public Announce {
            bindings = List.copyOf(bindings);
        }
    }

    /// The same for addresses that are held although nothing proves that they may.
    record AnnounceWithoutProof(List<Binding> bindings) implements Action {
        public AnnounceWithoutProof {
            bindings = List.copyOf(bindings);
        }
    }

    /// End the lease and with it all that is left in the store; the last act of a node.
    record ReleaseLease() implements Action {}
}
