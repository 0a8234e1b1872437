package io.yaim.plan;

import io.yaim.model.AddressRange;
import io.yaim.model.Binding;
import io.yaim.model.Entry;
import java.util.List;
import java.util.Optional;

/// How a node binds entries.
///
/// @param interfaceName the interface for entries that name none
/// @param netmask the IPv4 prefix length for entries without one; absent: 32
/// @param label the part of an IPv4 label after the colon; absent: no label
/// @param allowedRanges only entries in one of them are bound here; empty: all may be
public record BindSettings(
        String interfaceName, Optional<Integer> netmask, Optional<String> label, List<AddressRange> allowedRanges) {

    public BindSettings {
        allowedRanges = List.copyOf(allowedRanges);
    }

    Binding binding(Entry entry) {
        String on = entry.interfaceName().orElse(interfaceName);
        boolean isV6 = entry.ip().isV6();
        int prefix = entry.prefix()
                .or(() -> isV6 ? Optional.empty() : netmask)
                .orElse(entry.ip().hostPrefix());
        Optional<String> whole =
                isV6 ? Optional.empty() : entry.label().or(() -> label).map(part -> on + ":" + part);
        return new Binding(entry.ip(), on, prefix, whole);
    }
}
