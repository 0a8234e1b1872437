package io.yaim.loop;

import io.yaim.address.Addresses;
import io.yaim.loop.cycle.Clock;
import io.yaim.loop.lease.LeaseRecorder;
import io.yaim.model.Host;
import io.yaim.peer.Peers;
import io.yaim.store.Store;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The ports of a loop.
///
/// @param peers direct messages to the other nodes, past the store
/// @param questionIds generates the numbers of questions to peers
/// @param hostListener gets the host as each cycle has read it, before the lease is renewed; it must not wait
public record LoopPorts(
        Store store,
        Addresses addresses,
        HealthSource healthSource,
        Clock clock,
        Peers peers,
        LongSupplier questionIds,
        LeaseRecorder leaseRecorder,
        Consumer<Host> hostListener) {}
