package io.yaim.cli.doctor;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.address.netlink.Prerequisites;
import io.yaim.linux.LinuxException;
import io.yaim.linux.WallClock;
import io.yaim.model.AddressRange;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the facts about this host from files of the kernel and configuration of other programs. It changes nothing.
/// A file that cannot be read counts as missing.
final class HostReader {

    private static final int LONGEST_FILE = 64 * 1024;
    private static final int MOST_FILES = 200;
    private static final int IFF_UP = 1; // include/uapi/linux/if.h
    private static final List<String> SETTINGS =
            List.of("arp_ignore", "arp_announce", "arp_filter", "rp_filter", "promote_secondaries");
    private static final List<String> SETTINGS_V6 = List.of("disable_ipv6", "accept_dad", "addr_gen_mode");
    private static final Pattern FIELD = Pattern.compile("\\s+");

    private final Path root;

    /// @param root the directory with `proc`, `sys` and `etc`
    HostReader(Path root) {
        this.root = root;
    }

    Privileges privileges() {
        Map<String, String> status = new HashMap<>();
        text("proc/self/status").lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                status.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        String users = status.getOrDefault("Uid", "-1");
        return new Privileges(
                Integer.parseInt(FIELD.split(users, -1)[0]),
                Long.parseUnsignedLong(status.getOrDefault("CapEff", "0"), 16));
    }

    /// Asks the kernel whether it would accept the gate, without creating one.
    NftSupport nftSupport(ExpiryGuard expiryGuard) throws IOException {
        return new NftSupport(expiryGuard, NetlinkAddresses.gateProblem());
    }

    NetworkCard card(String name, Optional<List<VirtualIp>> pool) throws IOException {
        NetworkInterface card = NetworkInterface.getByName(name);
        String own = "sys/class/net/" + name + "/";
        boolean isUp = (Integer.decode(text(own + "flags", "0x0")) & IFF_UP) != 0;
        return new NetworkCard(
                name,
                cards(),
                isUp,
                text(own + "carrier").equals("1"),
                card == null ? List.of() : networks(card),
                pool);
    }

    /// Reads sysfs, because the JDK omits interfaces without an address.
    private List<String> cards() throws IOException {
        var cards = new ArrayList<String>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(root.resolve("sys/class/net"), Files::isDirectory)) {
            found.forEach(card -> cards.add(String.valueOf(card.getFileName())));
        }
        return cards.stream().sorted().toList();
    }

    /// Returns networks of more than one address that are not link-local.
    private static List<AddressRange> networks(NetworkInterface card) {
        var networks = new ArrayList<AddressRange>();
        for (InterfaceAddress own : card.getInterfaceAddresses()) {
            VirtualIp ip = VirtualIp.of(own.getAddress().getAddress());
            if (own.getNetworkPrefixLength() < ip.hostPrefix()
                    && !own.getAddress().isLinkLocalAddress()) {
                networks.add(AddressRange.around(ip, own.getNetworkPrefixLength()));
            }
        }
        return networks.stream().distinct().toList();
    }

    KernelSettings kernelSettings(NetworkCard card, int prefix) throws IOException {
        var values = new TreeMap<String, Integer>();
        for (String who : List.of("all", card.name())) {
            for (String setting : SETTINGS) {
                setting("net/ipv4/conf/" + who + "/" + setting, "ipv4", who, setting, values);
            }
            for (String setting : SETTINGS_V6) {
                setting("net/ipv6/conf/" + who + "/" + setting, "ipv6", who, setting, values);
            }
        }
        number("proc/sys/net/ipv4/ip_nonlocal_bind").ifPresent(value -> values.put("net.ipv4.ip_nonlocal_bind", value));
        var others = new ArrayList<String>();
        var doubled = new ArrayList<String>();
        for (NetworkInterface other : NetworkInterface.networkInterfaces().toList()) {
            boolean hasV4 = other.getInterfaceAddresses().stream()
                    .anyMatch(own -> own.getAddress().getAddress().length == 4);
            if (!other.getName().equals(card.name()) && !other.isLoopback() && other.isUp() && hasV4) {
                others.add(other.getName());
                if (networks(other).stream().anyMatch(card.networks()::contains)) {
                    doubled.add(other.getName());
                }
            }
        }
        boolean wantsV6 = card.pool().orElse(List.of()).stream().anyMatch(VirtualIp::isV6);
        boolean hasOwnNetwork =
                card.networks().stream().anyMatch(network -> !network.first().isV6());
        return new KernelSettings(card.name(), values, prefix, hasOwnNetwork, others, doubled, wantsV6);
    }

    private void setting(String file, String family, String who, String setting, Map<String, Integer> values) {
        number("proc/sys/" + file)
                .ifPresent(value ->
                        values.put("net." + family + ".conf." + KernelSettings.sysctlName(who) + "." + setting, value));
    }

    OtherAddressManagers otherAddressManagers(String interfaceName) {
        return new OtherAddressManagers(
                interfaceName,
                running(),
                text("etc/NetworkManager/NetworkManager.conf") + "\n"
                        + String.join(
                                "\n",
                                files("etc/NetworkManager/conf.d", "*.conf").values()),
                networkFiles(),
                text("etc/dhcpcd.conf"));
    }

    private Map<String, String> networkFiles() {
        Map<String, String> files = new TreeMap<>(files("usr/lib/systemd/network", "*.network"));
        files.putAll(files("run/systemd/network", "*.network"));
        files.putAll(files("etc/systemd/network", "*.network"));
        return files;
    }

    private Map<String, String> running() {
        Map<String, String> running = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
            for (Path process : processes) {
                String own = "proc/" + process.getFileName();
                running.merge(
                        text(own + "/comm"), text(own + "/cmdline").replace('\0', ' '), (one, other) -> one + other);
            }
        } catch (IOException e) {
            return running;
        }
        return running;
    }

    ClockFacts clockFacts() throws LinuxException {
        return new ClockFacts(WallClock.isSynchronised(), WallClock.suspended());
    }

    StateDirFacts stateDirFacts(Path directory, NodeName name) throws IOException {
        Path lock = directory.resolve(name + ".lock");
        Path nearest = directory.toAbsolutePath();
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        Optional<String> fileSystem = Files.exists(directory)
                ? Optional.of(Files.getFileStore(directory).type())
                : Optional.empty();
        Optional<Long> holder = Files.exists(lock) ? holder(lock) : Optional.empty();
        return new StateDirFacts(directory.toString(), fileSystem, Files.isWritable(nearest), holder);
    }

    /// Reads /proc/locks, so that no process is disturbed that takes the lock. Its fields are number, kind, mode, type,
    /// process, device and inode.
    private Optional<Long> holder(Path lock) throws IOException {
        String inode = ":" + Files.getAttribute(lock, "unix:ino");
        return text("proc/locks")
                .lines()
                .map(line -> FIELD.split(line.strip(), -1))
                .filter(fields -> fields.length > 5 && fields[5].endsWith(inode))
                .map(fields -> Long.parseLong(fields[4]))
                .findFirst();
    }

    Platform platform(Path cache) {
        String kernel = System.getProperty("os.version", "");
        List<String> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .toList();
        return new Platform(
                kernel,
                Prerequisites.kernelProblem(kernel, false),
                Runtime.version().feature(),
                collectors,
                Runtime.getRuntime().maxMemory(),
                memoryLimit(),
                Files.exists(cache));
    }

    /// Returns the limit of the system service if it exists, else of this process.
    private Optional<Long> memoryLimit() {
        String own = text("proc/self/cgroup")
                .lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::".length()))
                .findFirst()
                .orElse("/");
        String service = text("sys/fs/cgroup/system.slice/yaim.service/memory.max");
        String limit = service.isEmpty() ? text("sys/fs/cgroup" + own + "/memory.max") : service;
        return limit.matches("\\d{1,18}") ? Optional.of(Long.parseLong(limit)) : Optional.empty();
    }

    private Map<String, String> files(String folder, String pattern) {
        Map<String, String> files = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root.resolve(folder), pattern)) {
            for (Path file : found) {
                if (files.size() < MOST_FILES) {
                    files.put(file.toString(), text(root.relativize(file).toString()));
                }
            }
        } catch (IOException e) {
            return files;
        }
        return files;
    }

    private Optional<Integer> number(String file) {
        String text = text(file);
        return text.matches("-?\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private String text(String file, String otherwise) {
        String text = text(file);
        return text.isEmpty() ? otherwise : text;
    }

    /// Returns the text without surrounding whitespace; empty if it cannot be read.
    private String text(String file) {
        try (var in = Files.newInputStream(root.resolve(file))) {
            return new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
