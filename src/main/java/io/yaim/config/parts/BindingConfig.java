package io.yaim.config.parts;

import io.yaim.model.AddressRange;
import java.util.List;
import java.util.Optional;

/// How this node binds addresses that have no such options of their own.
///
/// @param netmask the prefix length for IPv4; absent: 32
/// @param label the part after `<interface>:` of an address label; absent: no label
/// @param allowedRanges only addresses in one of them are bound; empty: all may be
public record BindingConfig(
        String interfaceName, Optional<Integer> netmask, Optional<String> label, List<AddressRange> allowedRanges) {

    public BindingConfig {
        allowedRanges = List.copyOf(allowedRanges);
    }
}
