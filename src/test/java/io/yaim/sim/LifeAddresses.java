package io.yaim.sim;

import io.yaim.address.Addresses;
import io.yaim.address.FakeAddresses;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import io.yaim.model.Sighting;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The kernel as one process uses it: each call takes its time, and may fail before or after it took
/// effect.
final class LifeAddresses implements Addresses {

    private final Setting setting;
    private final Machine machine;
    private final HostProcess process;
    private final Consumer<VirtualIp> bound;
    private final FakeAddresses addresses;

    /// @param ring run when somebody else changed something
    /// @param bound told of each address that was bound
    LifeAddresses(Setting setting, Machine machine, HostProcess process, Runnable ring, Consumer<VirtualIp> bound) {
        this.setting = setting;
        this.machine = machine;
        this.process = process;
        this.bound = bound;
        addresses = new FakeAddresses(machine.kernel(), ring);
    }

    @Override
    public Host look() throws IOException {
        process.point();
        failBefore("look");
        Host host = addresses.look();
        takeTime();
        return host;
    }

    /// No point stands before it: see [Life].
    @Override
    public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
        process.pass(machine.bindingTakes());
        failBefore("bind");
        Map<VirtualIp, String> refused = addresses.bind(bindings, lifetimeSeconds);
        machine.planExpiry();
        for (Binding binding : bindings) {
            if (!refused.containsKey(binding.ip())) {
                setting.trace().say(machine.name(), () -> "kernel: " + binding.ip() + " for " + lifetimeSeconds + " s");
                bound.accept(binding.ip());
            }
        }
        setting.invariants().check();
        takeTime();
        failAfter("bind");
        return refused;
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> unwanted) throws IOException {
        process.point();
        failBefore("drop");
        Map<VirtualIp, String> refused = addresses.drop(unwanted);
        takeTime();
        failAfter("drop");
        return refused;
    }

    @Override
    public void announce(List<Binding> bindings) throws IOException {
        process.point();
        failBefore("announce");
        addresses.announce(bindings);
        for (Binding binding : bindings) {
            if (!setting.invariants().hosts(binding.ip()).contains(machine)) {
                setting.tally().count("excused announcement of what is gone");
            }
        }
        takeTime();
    }

    @Override
    public void announceTo(Binding binding, List<Neighbour> neighbours) throws IOException {
        process.point();
        failBefore("announce");
        addresses.announceTo(binding, neighbours);
        takeTime();
    }

    @Override
    public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
        process.point();
        failBefore("read neighbours");
        List<Neighbour> known = addresses.neighbours(interfaceNames);
        takeTime();
        return known;
    }

    @Override
    public void probe(List<Binding> bindings) throws IOException {
        process.point();
        failBefore("probe");
        addresses.probe(bindings);
        takeTime();
    }

    @Override
    public List<Sighting> listen(Collection<Binding> bindings) throws IOException {
        process.point();
        return addresses.listen(bindings);
    }

    @Override
    public void close() {
        addresses.close();
    }

    private void takeTime() {
        if (machine.kernelSlowness.isPositive()) {
            process.pass(setting.dice().upTo(machine.kernelSlowness));
        }
    }

    private void failBefore(String what) throws IOException {
        if (machine.isKernelSilent && setting.dice().isOneIn(2)) {
            throw new IOException(what + ": no buffer space available");
        }
    }

    private void failAfter(String what) throws IOException {
        if (machine.isKernelSilent && setting.dice().isOneIn(2)) {
            throw new IOException(what + ": no answer in time");
        }
    }
}
