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

/// The hands of one process on the addresses of a [FakeHost]. When the process ends, in order or not, the
/// host and what is bound on it remain. Used by one thread.
public final class FakeAddresses implements Addresses {

    private final FakeHost host;
    private final Runnable changed;
    private final ExpiryGuard expiryGuard;
    private final Map<VirtualIp, String> wanted = new TreeMap<>();
    private final Map<VirtualIp, AddressSighting> heard = new TreeMap<>();
    private final Set<VirtualIp> told = new TreeSet<>();
    private Optional<String> failure = Optional.empty();
    private boolean isClosed;

    /// @param changed run, by whoever caused it, when somebody else changed an address or a link, or spoke
    ///     of an address that is listened for
    public FakeAddresses(FakeHost host, Runnable changed) {
        this(host, changed, ExpiryGuard.LIFETIME);
    }

    /// The same with another guard.
    public FakeAddresses(FakeHost host, Runnable changed, ExpiryGuard expiryGuard) {
        this.host = host;
        this.changed = changed;
        this.expiryGuard = expiryGuard;
        host.enter(this);
        if (expiryGuard == ExpiryGuard.GATE) {
            host.takeOverGate();
        }
    }

    /// From now on the kernel cannot be asked: each call throws, with this reason.
    public void fail(String reason) {
        failure = Optional.of(reason);
    }

    /// Ends [#fail].
    public void mend() {
        failure = Optional.empty();
    }

    @Override
    public Host readHost() throws IOException {
        check();
        return host.look();
    }

    @Override
    public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
        check();
        if (lifetimeSeconds < 1 || lifetimeSeconds > BoundAddress.FOREVER) {
            throw new IllegalArgumentException("a lifetime of " + lifetimeSeconds + " s");
        }
        var refused = new TreeMap<VirtualIp, String>();
        if (expiryGuard == ExpiryGuard.LIFETIME) {
            host.removeGate();
        }
        for (Binding binding : bindings) {
            VirtualIp ip = binding.ip();
            if (expiryGuard == ExpiryGuard.GATE) {
                host.admit(ip);
            }
            Optional<String> label = ip.isV6()
                    ? Optional.empty()
                    : binding.label().filter(text -> !text.equals(binding.interfaceName()));
            var address = new BoundAddress(ip, binding.interfaceName(), binding.prefix(), label, true, lifetimeSeconds);
            host.bind(this, address).ifPresent(reason -> refused.put(ip, reason));
        }
        return refused;
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> addresses) throws IOException {
        check();
        var refused = new TreeMap<VirtualIp, String>();
        for (BoundAddress address : addresses) {
            host.drop(this, address).ifPresent(reason -> refused.put(address.ip(), reason));
        }
        return refused;
    }

    @Override
    public void openGate(Duration time) throws IOException {
        check();
        if (expiryGuard != ExpiryGuard.GATE) {
            throw new IllegalStateException("the gate is not the guard");
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
        List<AddressSighting> sightings = List.copyOf(heard.values());
        heard.clear();
        wanted.clear();
        bindings.forEach(binding -> wanted.put(binding.ip(), binding.interfaceName()));
        told.retainAll(wanted.keySet());
        return sightings;
    }

    void hear(VirtualIp ip, HardwareAddress by, AddressSighting.Kind kind) {
        String link = wanted.get(ip);
        if (link != null && host.isUp(link)) {
            var addressSighting = new AddressSighting(ip, link, by, kind);
            heard.merge(ip, addressSighting, (old, latest) -> old.isInUse() && !latest.isInUse() ? old : latest);
            if (told.add(ip)) {
                changed.run();
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        host.leave(this);
    }

    void ring() {
        changed.run();
    }

    private void check() throws IOException {
        if (isClosed) {
            throw new IllegalStateException("used after it was closed");
        }
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }
}
