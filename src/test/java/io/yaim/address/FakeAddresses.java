package io.yaim.address;

import io.yaim.model.AddressSighting;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.HardwareAddress;
import io.yaim.model.Host;
import io.yaim.model.Neighbour;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Access of one process to the addresses of a [FakeHost]. The host and its bound addresses outlive the process. Used
/// by one thread.
public final class FakeAddresses implements Addresses {

    private final FakeHost host;
    private final Runnable changed;
    private final ExpiryGuard expiryGuard;
    private final Map<VirtualIp, String> listenedFor = new TreeMap<>();
    private final Map<VirtualIp, AddressSighting> sightings = new TreeMap<>();
    private final Set<VirtualIp> reported = new TreeSet<>();
    private Optional<String> failure = Optional.empty();
    private boolean isClosed;

    /// @param changed is run, by the thread that causes it, when another program changes an address or a link, or
    ///     another host sends a message about an address that is listened for
    public FakeAddresses(FakeHost host, Runnable changed) {
        this(host, changed, ExpiryGuard.LIFETIME);
    }

    /// As above, with any expiry guard.
    public FakeAddresses(FakeHost host, Runnable changed, ExpiryGuard expiryGuard) {
        this.host = host;
        this.changed = changed;
        this.expiryGuard = expiryGuard;
        host.register(this);
        if (expiryGuard == ExpiryGuard.GATE) {
            host.takeOverGate();
        }
    }

    /// From now on each call throws, with this reason.
    public void fail(String reason) {
        failure = Optional.of(reason);
    }

    /// Reverts [#fail].
    public void mend() {
        failure = Optional.empty();
    }

    @Override
    public Host readHost() throws IOException {
        check();
        return host.read();
    }

    @Override
    public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
        check();
        if (lifetimeSeconds < 1 || lifetimeSeconds > BoundAddress.FOREVER) {
            throw new IllegalArgumentException("a lifetime of " + lifetimeSeconds + " s");
        }
        var failed = new TreeMap<VirtualIp, String>();
        if (expiryGuard == ExpiryGuard.LIFETIME) {
            host.removeGate();
        }
        for (Binding binding : bindings) {
            VirtualIp ip = binding.ip();
            if (expiryGuard == ExpiryGuard.GATE) {
                host.addToGate(ip);
            }
            Optional<String> label = ip.isV6()
                    ? Optional.empty()
                    : binding.label().filter(text -> !text.equals(binding.interfaceName()));
            var address = new BoundAddress(ip, binding.interfaceName(), binding.prefix(), label, true, lifetimeSeconds);
            host.bind(this, address).ifPresent(reason -> failed.put(ip, reason));
        }
        return failed;
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> addresses) throws IOException {
        check();
        var failed = new TreeMap<VirtualIp, String>();
        for (BoundAddress address : addresses) {
            host.drop(this, address).ifPresent(reason -> failed.put(address.ip(), reason));
        }
        return failed;
    }

    @Override
    public void openGate(Duration time) throws IOException {
        check();
        if (expiryGuard != ExpiryGuard.GATE) {
            throw new IllegalStateException("the gate is not the expiry guard");
        }
        host.open(time);
    }

    @Override
    public void announce(List<Binding> bindings) throws IOException {
        check();
        for (Binding binding : bindings) {
            if (!host.announce(binding.ip(), binding.interfaceName())) {
                throw new IOException("announce on " + binding.interfaceName() + ": there is no such interface");
            }
        }
    }

    @Override
    public void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
        check();
        if (!host.announceTo(binding, neighbours)) {
            throw new IOException("announce on " + binding.interfaceName() + ": there is no such interface");
        }
    }

    @Override
    public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
        check();
        return host.neighbours(interfaceNames);
    }

    @Override
    public void probe(List<Binding> bindings) throws IOException {
        check();
        for (Binding binding : bindings) {
            if (!host.probe(binding.ip(), binding.interfaceName())) {
                throw new IOException("probe on " + binding.interfaceName() + ": there is no such interface");
            }
        }
    }

    @Override
    public List<AddressSighting> listen(Collection<Binding> bindings) throws IOException {
        check();
        List<AddressSighting> taken = List.copyOf(sightings.values());
        sightings.clear();
        listenedFor.clear();
        bindings.forEach(binding -> listenedFor.put(binding.ip(), binding.interfaceName()));
        reported.retainAll(listenedFor.keySet());
        return taken;
    }

    void receive(VirtualIp ip, HardwareAddress by, AddressSighting.Kind kind) {
        String link = listenedFor.get(ip);
        if (link != null && host.isUp(link)) {
            var addressSighting = new AddressSighting(ip, link, by, kind);
            sightings.merge(ip, addressSighting, (old, latest) -> old.isInUse() && !latest.isInUse() ? old : latest);
            if (reported.add(ip)) {
                changed.run();
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        host.unregister(this);
    }

    void ring() {
        changed.run();
    }

    private void check() throws IOException {
        if (isClosed) {
            throw new IllegalStateException("already closed");
        }
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }
}
