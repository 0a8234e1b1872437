package io.yaim.fuzz;

import io.yaim.address.netlink.NetlinkTargets;
import io.yaim.api.RequestTargets;
import io.yaim.check.CheckTargets;
import io.yaim.config.ConfigTargets;
import io.yaim.peer.udp.PeerMessageTargets;
import io.yaim.store.DecodedSnapshotTargets;
import io.yaim.store.StoreTargets;
import io.yaim.store.multicast.protocol.GroupMessageTargets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// All parsers of outside input.
final class Targets {

    private Targets() {}

    /// @param folder may be written to
    static List<Target> in(Path folder) {
        return Stream.of(
                        ConfigTargets.in(folder),
                        CheckTargets.in(folder),
                        StoreTargets.all(),
                        DecodedSnapshotTargets.all(),
                        NetlinkTargets.all(),
                        GroupMessageTargets.all(),
                        PeerMessageTargets.all(),
                        RequestTargets.all())
                .flatMap(List::stream)
                .toList();
    }
}
