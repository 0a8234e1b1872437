package io.yaim.lab;

import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Debian's keepalived on one host: an instance of VRRP for each address, with the priority that makes the hosts
/// share them evenly.
///
/// Its folder also holds `keepalived.conf` and its pid files.
public final class Keepalived extends Daemon {

    private static final int HIGHEST_PRIORITY = 150;
    private static final int LOWEST_PRIORITY = 50;
    private static final int WIDEST_STEP = 10;

    private final List<Path> pidFiles;

    /// How the hosts find each other.
    ///
    /// @param version of VRRP
    /// @param advertInterval between two advertisements of an address, in seconds
    public record Vrrp(int version, String advertInterval) {

        /// The defaults of keepalived.
        public static final Vrrp DEFAULT = new Vrrp(2, "1");
    }

    /// Prepares keepalived; it does not run yet.
    ///
    /// @param place of the host among all of them, from 0
    /// @param hosts how many there are
    public Keepalived(String name, Namespace host, Path folder, Vrrp vrrp, List<VirtualIp> pool, int place, int hosts)
            throws IOException {
        super(name, host, folder);
        pidFiles = List.of(folder().resolve("keepalived.pid"), folder().resolve("vrrp.pid"));
        var lines = new StringBuilder(
                "global_defs {\n  router_id %s\n  vrrp_version %d\n}\n".formatted(name, vrrp.version));
        int step = Math.min(WIDEST_STEP, (HIGHEST_PRIORITY - LOWEST_PRIORITY) / hosts);
        for (int i = 0; i < pool.size(); i++) {
            int rank = Math.floorMod(place - i, hosts);
            lines.append("""
                    vrrp_instance V%1$d {
                      state BACKUP
                      interface %2$s
                      virtual_router_id %1$d
                      priority %3$d
                      advert_int %4$s
                      virtual_ipaddress {
                        %5$s/32 dev %2$s
                      }
                    }
                    """.formatted(
                            i + 1, Segment.DEVICE, HIGHEST_PRIORITY - rank * step, vrrp.advertInterval, pool.get(i)));
        }
        Files.writeString(config(), lines);
    }

    private Path config() {
        return folder().resolve("keepalived.conf");
    }

    @Override
    public void start() throws IOException {
        for (Path file : pidFiles) { // one that was killed has left them, and its number may be another's by now
            Files.deleteIfExists(file);
        }
        launch(
                List.of(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--no-syslog",
                        "--vrrp",
                        "--use-file=" + config(),
                        "--pid=" + pidFiles.getFirst(),
                        "--vrrp_pid=" + pidFiles.getLast()),
                Map.of());
    }

    /// Whether both its processes run.
    @Override
    public boolean hasJoined() {
        return isRunning() && processes().size() == 2;
    }

    /// Its main process and its VRRP process.
    @Override
    public List<Long> processes() {
        var all = new ArrayList<>(List.of(pid()));
        ProcessHandle.of(pid()).stream().flatMap(ProcessHandle::children).forEach(child -> all.add(child.pid()));
        return all;
    }

    /// Kills all its processes if it runs.
    @Override
    public void close() throws IOException {
        if (isRunning()) {
            killAll();
        }
    }
}
