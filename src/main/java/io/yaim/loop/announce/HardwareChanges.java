package io.yaim.loop.announce;

import io.yaim.model.HardwareAddress;
import io.yaim.model.Host;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Notices when an interface has got another hardware address. The neighbours still send to the old one.
public final class HardwareChanges {

    private final Map<String, HardwareAddress> known = new HashMap<>();

    /// The interfaces whose hardware address differs from that of an earlier look.
    public Set<String> update(Host host) {
        var changed = new TreeSet<String>();
        host.links()
                .forEach((name, link) -> link.hardware().ifPresent(hardware -> {
                    HardwareAddress before = known.put(name, hardware);
                    if (before != null && !before.equals(hardware)) {
                        changed.add(name);
                    }
                }));
        return changed;
    }
}
