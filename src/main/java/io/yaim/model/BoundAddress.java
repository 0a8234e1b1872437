package io.yaim.model;

import java.util.Optional;

/// An address that is on a network interface of this host.
///
/// @param label the complete IPv4 label, such as `eth0:vip`, if it differs from the name of the interface
/// @param isOurs whether the address carries yaim's address protocol number
/// @param lifetimeSeconds the remaining valid lifetime in whole seconds; [#FOREVER] if it does not expire
public record BoundAddress(
        VirtualIp ip, String interfaceName, int prefix, Optional<String> label, boolean isOurs, long lifetimeSeconds) {

    /// INFINITY_LIFE_TIME in the kernel's include/net/addrconf.h.
    public static final long FOREVER = 0xffff_ffffL;

    /// How the address is bound.
    public Binding binding() {
        return new Binding(ip, interfaceName, prefix, label);
    }
}
