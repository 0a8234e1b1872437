package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.lease.LeaseRecorder;
import io.yaim.peer.Peers;
import io.yaim.store.Store;
import java.util.function.LongSupplier;

/// The ports of a loop.
///
/// @param peers direct messages to the other nodes, past the store
/// @param questionIds generates the numbers of questions to peers
public record LoopPorts(
        Store store,
        Addresses addresses,
        HealthSource healthSource,
        Clock clock,
        Peers peers,
        LongSupplier questionIds,
        LeaseRecorder leaseRecorder) {}
