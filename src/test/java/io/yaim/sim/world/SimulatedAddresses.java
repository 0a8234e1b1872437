package io.yaim.sim.world;

import io.yaim.address.Addresses;
import io.yaim.address.FakeAddresses;
import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The kernel as one process uses it. Each call takes time, and may fail before or after it took effect.
final class SimulatedAddresses implements Addresses {

    private final SimulationContext simulationContext;
    private final Machine machine;
    private final HostProcess process;
    private final Consumer<VirtualIp> onBound;
    private final FakeAddresses addresses;

    /// @param ring run when another program has changed something
    /// @param bound called for each address that was bound
    SimulatedAddresses(
            SimulationContext simulationContext,
            Machine machine,
            HostProcess process,
            Runnable ring,
            Consumer<VirtualIp> bound) {
        this.simulationContext = simulationContext;
        this.machine = machine;
        this.process = process;
        this.onBound = bound;
        addresses = new FakeAddresses(
                machine.kernel(), ring, simulationContext.profile().expiryGuard());
    }

    @Override
    public Host readHost() throws IOException {
        process.interruptionPoint();
        failBefore("look");
        Host host = addresses.readHost();
        takeTime();
        return host;
    }

    /// There is no interruption point before it: see [SimulatedNode].
    @Override
    public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
        process.elapse(machine.bindDelay());
        failBefore("bind");
        Map<VirtualIp, String> refused = addresses.bind(bindings, lifetimeSeconds);
        machine.planExpiry();
        for (Binding binding : bindings) {
            if (!refused.containsKey(binding.ip())) {
                simulationContext
                        .trace()
                        .log(machine.name(), () -> "kernel: " + binding.ip() + " for " + lifetimeSeconds + " s");
                onBound.accept(binding.ip());
                requireNoStranger(binding.ip());
            }
        }
        simulationContext.observer().check();
        takeTime();
        failAfter("bind");
        return refused;
    }

    /// It has had the address since before it came into the pool.
    private void requireNoStranger(VirtualIp ip) {
        if (simulationContext.segment().isAtNeighbour(ip)) {
            throw new AssertionError(
                    "at " + simulationContext.eventQueue().now().toMillis() + " ms: " + machine.name() + " has bound "
                            + ip + ", which a stranger has");
        }
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> unwanted) throws IOException {
        process.interruptionPoint();
        failBefore("drop");
        Map<VirtualIp, String> refused = addresses.drop(unwanted);
        takeTime();
        failAfter("drop");
        return refused;
    }

    /// There is no interruption point before it: see [SimulatedNode].
    @Override
    public void openGate(Duration time) throws IOException {
        process.elapse(machine.bindDelay());
        failBefore("prove");
        addresses.openGate(time);
        simulationContext.trace().log(machine.name(), () -> "kernel: all proven for " + time);
        simulationContext.observer().check();
        takeTime();
        failAfter("prove");
    }

    @Override
    public void announce(List<Binding> bindings) throws IOException {
        process.interruptionPoint();
        failBefore("announce");
        addresses.announce(bindings);
        for (Binding binding : bindings) {
            if (!simulationContext.observer().hosts(binding.ip()).contains(machine)) {
                simulationContext.tally().count("excused announcement of what is gone");
            }
        }
        takeTime();
    }

    @Override
    public void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
        process.interruptionPoint();
        failBefore("announce");
        addresses.announceUnicast(binding, neighbours);
        takeTime();
    }

    @Override
    public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
        process.interruptionPoint();
        failBefore("read neighbours");
        List<Neighbour> known = addresses.neighbours(interfaceNames);
        takeTime();
        return known;
    }

    @Override
    public void probe(List<Binding> bindings) throws IOException {
        process.interruptionPoint();
        failBefore("probe");
        addresses.probe(bindings);
        takeTime();
    }

    @Override
    public List<AddressSighting> listen(Collection<Binding> bindings) throws IOException {
        process.interruptionPoint();
        return addresses.listen(bindings);
    }

    @Override
    public void close() {
        addresses.close();
    }

    private void takeTime() {
        if (machine.kernelSlowness.isPositive()) {
            process.elapse(simulationContext.dice().upTo(machine.kernelSlowness));
        }
    }

    private void failBefore(String what) throws IOException {
        if (machine.isKernelFailing && simulationContext.dice().isOneIn(2)) {
            throw new IOException(what + ": no buffer space available");
        }
    }

    private void failAfter(String what) throws IOException {
        if (machine.isKernelFailing && simulationContext.dice().isOneIn(2)) {
            throw new IOException(what + ": no answer in time");
        }
    }
}
