package io.yaim.sim.world;

import io.yaim.model.VirtualIp;
import java.util.List;
import java.util.Optional;

/// Sees which addresses are on which hosts, and checks after each change what must hold.
public interface ClusterObserver {

    /// The node has bound the address or given it a new lifetime.
    void onBound(SimulatedNode simulatedNode, VirtualIp ip);

    /// The address is on the host no more.
    void onGone(Machine machine, VirtualIp ip);

    /// Another program has given the address a longer lifetime.
    void onExtended(Machine machine, VirtualIp ip);

    /// Another program works on the addresses of the host.
    void onDisturbed(Machine machine);

    /// Checks everything now.
    ///
    /// @throws AssertionError something does not hold
    void check();

    /// The hosts that have the address now.
    List<Machine> hosts(VirtualIp ip);

    /// One of the addresses that are on the host.
    Optional<VirtualIp> firstOn(Machine machine);
}
