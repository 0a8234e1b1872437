package io.yaim.bench;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.bench.Figures.Unit;
import io.yaim.lab.Namespace;
import io.yaim.model.Binding;
import io.yaim.model.BoundAddress;
import io.yaim.model.VirtualIp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Binds, refreshes and drops many IPv4 addresses, by yaim and by one process of `ip -batch`, in turn, on a
/// veth device in a namespace of its own. Needs root.
///
/// The time of `ip` contains the start of the process and the reading of its input, as its users have them, but
/// not that of `ip netns exec`. The time of yaim contains the reading back by which a drop knows what is there.
public final class AddressBench {

    private static final int WARM_UP_ROUNDS = 20;
    private static final int WARM_UP_SIZE = 500;
    private static final long LIFETIME_SECONDS = 600;
    private static final String DEVICE = "veth0";

    private final Namespace namespace;
    private final NetlinkAddresses addresses;
    private final Path directory;

    private AddressBench(Namespace namespace, NetlinkAddresses addresses, Path directory) {
        this.namespace = namespace;
        this.addresses = addresses;
        this.directory = directory;
    }

    /// Takes no arguments, or pairs: a number of addresses and a number of repetitions; by default 1000 5 10000 3.
    public static void main(String[] args) throws Exception {
        List<String> sizes = args.length == 0 ? List.of("1000", "5", "10000", "3") : List.of(args);
        Path directory = Files.createTempDirectory("yaim-bench");
        try (var namespace = Namespace.create("bench");
                var peer = Namespace.create("benchpeer")) {
            namespace.addVeth(DEVICE, peer, "veth1");
            try (var addresses = namespace.call(() -> NetlinkAddresses.open(() -> {}))) {
                var bench = new AddressBench(namespace, addresses, directory);
                for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                    bench.byYaim(WARM_UP_SIZE);
                }
                for (int i = 0; i + 1 < sizes.size(); i += 2) {
                    bench.compare(Integer.parseInt(sizes.get(i)), Integer.parseInt(sizes.get(i + 1)));
                }
            }
        } finally {
            for (String file : List.of("add", "del")) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        }
    }

    private void compare(int size, int repetitions) throws Exception {
        var yaim = new TreeMap<String, List<Double>>();
        var ip = new TreeMap<String, List<Double>>();
        for (int i = 0; i < repetitions; i++) {
            collect(yaim, byYaim(size));
            collect(ip, byIpBatch(size));
        }
        for (String what : List.of("bind", "drop")) {
            List<Double> ours = yaim.getOrDefault(what, List.of());
            List<Double> theirs = ip.getOrDefault(what, List.of());
            Figures.print(
                    String.format(Locale.ROOT, "%,d addresses: %s, time by that of `ip -batch`", size, what),
                    "at most 1",
                    IntStream.range(0, repetitions)
                            .mapToObj(i -> ours.get(i) / theirs.get(i))
                            .toList(),
                    Unit.RATIO,
                    String.format(
                            Locale.ROOT,
                            "in turn; medians %.0f and %.0f ms",
                            Figures.median(ours),
                            Figures.median(theirs)));
        }
        Figures.print(
                String.format(Locale.ROOT, "%,d addresses: refresh of their lifetimes", size),
                "",
                yaim.getOrDefault("refresh", List.of()),
                Unit.MILLISECONDS,
                "all at once");
    }

    private Map<String, Double> byYaim(int size) throws Exception {
        var bindings = IntStream.range(0, size)
                .mapToObj(i -> new Binding(address(i), DEVICE, 32, Optional.empty()))
                .toList();
        var seen = new ArrayList<BoundAddress>();
        double bind = milliseconds(() -> requireNone(addresses.bind(bindings, LIFETIME_SECONDS)));
        double refresh = milliseconds(() -> requireNone(addresses.bind(bindings, LIFETIME_SECONDS)));
        addresses.readHost().addresses().stream().filter(BoundAddress::isOurs).forEach(seen::add);
        require(size, seen.size());
        double drop = milliseconds(() -> requireNone(addresses.drop(seen)));
        require(0, count());
        return Map.of("bind", bind, "refresh", refresh, "drop", drop);
    }

    private Map<String, Double> byIpBatch(int size) throws Exception {
        Path add = directory.resolve("add");
        Path del = directory.resolve("del");
        Files.writeString(add, commands("add", size, " valid_lft " + LIFETIME_SECONDS + " preferred_lft 0"));
        Files.writeString(del, commands("del", size, ""));
        double bind = ip(add);
        require(size, count());
        double drop = ip(del);
        require(0, count());
        return Map.of("bind", bind, "drop", drop);
    }

    private static String commands(String verb, int size, String rest) {
        return IntStream.range(0, size)
                .mapToObj(i -> "addr " + verb + " " + address(i) + "/32 dev " + DEVICE + rest + "\n")
                .collect(Collectors.joining());
    }

    /// Started by a thread inside the namespace, so the process is inside without `ip netns exec`.
    private double ip(Path batch) throws Exception {
        return namespace.call(() -> milliseconds(() -> {
            Process process = new ProcessBuilder("ip", "-batch", batch.toString())
                    .inheritIO()
                    .start();
            require(0, process.waitFor());
        }));
    }

    private int count() throws IOException {
        return (int) addresses.readHost().addresses().stream()
                .filter(address ->
                        address.interfaceName().equals(DEVICE) && !address.ip().isV6())
                .count();
    }

    private static VirtualIp address(int i) {
        return VirtualIp.of(new byte[] {10, (byte) (77 + (i >> 16)), (byte) (i >> 8), (byte) i});
    }

    private static double milliseconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void requireNone(Map<VirtualIp, String> refused) {
        if (!refused.isEmpty()) {
            throw new IllegalStateException("refused: " + refused);
        }
    }

    private static void require(int expected, int found) {
        if (found != expected) {
            throw new IllegalStateException("expected " + expected + ", found " + found);
        }
    }

    private static void collect(Map<String, List<Double>> all, Map<String, Double> one) {
        one.forEach((what, time) ->
                all.computeIfAbsent(what, _ -> new ArrayList<>()).add(time));
    }

    private interface Work {
        void run() throws Exception;
    }
}
