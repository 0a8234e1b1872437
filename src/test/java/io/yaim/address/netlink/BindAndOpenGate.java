package io.yaim.address.netlink;

import io.yaim.model.Binding;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Binds the given addresses on a device for a minute, with the gate as expiry guard, and opens the gate again and
/// again for 300 ms. A test runs it as a separate process. Arguments: the device and the addresses.
public final class BindAndOpenGate {

    private static final Duration TIME = Duration.ofMillis(300);
    private static final Duration PERIOD = Duration.ofMillis(60);

    private BindAndOpenGate() {}

    public static void main(String[] args) throws Exception {
        List<Binding> bindings = Stream.of(args)
                .skip(1)
                .map(VirtualIp::parse)
                .map(ip -> new Binding(ip, args[0], ip.hostPrefix(), Optional.empty()))
                .toList();
        try (NetlinkAddresses addresses = NetlinkAddresses.open(() -> {}, ExpiryGuard.GATE)) {
            addresses.openGate(TIME);
            System.out.println(addresses.bind(bindings, 60));
            while (true) {
                addresses.openGate(TIME);
                Thread.sleep(PERIOD);
            }
        }
    }
}
