package io.yaim.store.spi;

import io.yaim.model.Host;
import io.yaim.model.LeaseTiming;
import io.yaim.model.NodeName;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;

/// What a store gets from the process that opens it.
///
/// @param nodename the node for which it is opened
/// @param clock time since boot
/// @param host reads the addresses of this host
public record StoreContext(
        NodeName nodename, LeaseTiming leaseTiming, Supplier<Duration> clock, SecureRandom random, HostSource host) {

    /// Reads this host's interfaces and addresses.
    @FunctionalInterface
    public interface HostSource {
        Host read() throws IOException;
    }
}
