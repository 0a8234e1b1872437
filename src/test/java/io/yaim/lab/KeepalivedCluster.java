package io.yaim.lab;

import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hosts n1, n2 and so on with keepalived on one segment, a host for a client, and a watch over all addresses from
/// before the first of them starts. It is what [Cluster] is for yaim.
public final class KeepalivedCluster implements Closeable {

    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final Map<String, Keepalived> daemons = new LinkedHashMap<>();
    private final Segment segment;
    private final AddressWatch watch;

    /// Makes it; no keepalived runs yet.
    ///
    /// @param folder for the files of the hosts
    public KeepalivedCluster(Path folder, int hosts, List<VirtualIp> pool, Keepalived.Vrrp vrrp) throws Exception {
        var names = new ArrayList<>(List.of(Cluster.CLIENT));
        for (int i = 1; i <= hosts; i++) {
            names.add("n" + i);
        }
        try {
            segment = opened(Segment.of(names.toArray(String[]::new)));
            watch = opened(AddressWatch.start(segment.hosts(), Segment::isVirtual));
            for (int i = 0; i < hosts; i++) {
                String name = names.get(i + 1);
                daemons.put(
                        name,
                        opened(new Keepalived(name, segment.host(name), folder.resolve(name), vrrp, pool, i, hosts)));
            }
        } catch (Exception e) {
            try (this) {
                throw e;
            }
        }
    }

    private <T extends Closeable> T opened(T thing) {
        opened.push(thing);
        return thing;
    }

    public Segment segment() {
        return segment;
    }

    public AddressWatch watch() {
        return watch;
    }

    /// All by host, whether they run or not.
    public Map<String, Keepalived> daemons() {
        return Collections.unmodifiableMap(daemons);
    }

    /// Ends and removes everything but the hosts' folders.
    @Override
    public void close() throws IOException {
        Cluster.closeAll(opened);
    }
}
