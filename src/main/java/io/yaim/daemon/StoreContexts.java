package io.yaim.daemon;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.config.Config;
import io.yaim.linux.BootClock;
import io.yaim.model.Host;
import io.yaim.store.spi.StoreContext;
import java.io.IOException;
import java.security.SecureRandom;

/// What the processes of yaim pass to the store.
public final class StoreContexts {

    private StoreContexts() {}

    /// Returns what a process passes to the store that has no addresses of its own.
    public static StoreContext of(Config config) {
        return of(config, StoreContexts::readHost);
    }

    static StoreContext of(Config config, StoreContext.HostSource host) {
        return new StoreContext(config.node().name(), config.leaseTiming(), BootClock::now, new SecureRandom(), host);
    }

    private static Host readHost() throws IOException {
        try (NetlinkAddresses addresses = NetlinkAddresses.open(() -> {})) {
            return addresses.readHost();
        }
    }
}
