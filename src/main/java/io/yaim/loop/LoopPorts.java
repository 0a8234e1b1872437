package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.lease.LeaseRecorder;
import io.yaim.peer.Peers;
import io.yaim.store.Store;
import java.util.function.LongSupplier;

/// The ways of a loop to the world.
///
/// @param peers the way to the other nodes, past the store
/// @param questionIds draws the numbers of questions to them
public record LoopPorts(
        Store store,
        Addresses addresses,
        HealthSource healthSource,
        Clock clock,
        Peers peers,
        LongSupplier questionIds,
        LeaseRecorder leaseRecorder) {}
