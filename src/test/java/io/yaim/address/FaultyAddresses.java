package io.yaim.address;

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
import java.util.function.BooleanSupplier;

/// Addresses that are slow, receive nothing, or report a bind that was not made.
///
/// @param looking is run after each read, to let time pass
/// @param passing is run before each bind and each opening of the gate, to let time pass
public record FaultyAddresses(
        Addresses addresses, Runnable looking, Runnable passing, BooleanSupplier isBinding, BooleanSupplier isDeaf)
        implements Addresses {

    @Override
    public Host readHost() throws IOException {
        Host host = addresses.readHost();
        looking.run();
        return host;
    }

    @Override
    public Map<VirtualIp, String> bind(List<Binding> bindings, long lifetimeSeconds) throws IOException {
        passing.run();
        return isBinding.getAsBoolean() ? addresses.bind(bindings, lifetimeSeconds) : Map.of();
    }

    @Override
    public Map<VirtualIp, String> drop(List<BoundAddress> bound) throws IOException {
        return addresses.drop(bound);
    }

    @Override
    public void openGate(Duration time) throws IOException {
        passing.run();
        addresses.openGate(time);
    }

    @Override
    public void announce(List<Binding> bindings) throws IOException {
        addresses.announce(bindings);
    }

    @Override
    public void announceUnicast(Binding binding, List<Neighbour> neighbours) throws IOException {
        addresses.announceUnicast(binding, neighbours);
    }

    @Override
    public List<Neighbour> neighbours(Set<String> interfaceNames) throws IOException {
        if (isDeaf.getAsBoolean()) {
            throw new IOException("read neighbours: no buffer space");
        }
        return addresses.neighbours(interfaceNames);
    }

    @Override
    public void probe(List<Binding> bindings) throws IOException {
        addresses.probe(bindings);
    }

    @Override
    public List<AddressSighting> listen(Collection<Binding> bindings) throws IOException {
        if (isDeaf.getAsBoolean()) {
            throw new IOException("listen on eth0: no buffer space");
        }
        return addresses.listen(bindings);
    }

    @Override
    public void close() {
        addresses.close();
    }
}
