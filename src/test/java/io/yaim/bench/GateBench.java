package io.yaim.bench;

import io.yaim.address.netlink.NetlinkAddresses;
import io.yaim.bench.Figures.Unit;
import io.yaim.lab.Prober;
import io.yaim.lab.Segment;
import io.yaim.model.Binding;
import io.yaim.model.ExpiryGuard;
import io.yaim.model.VirtualIp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// How exactly in time the gate closes, measured by a client on the segment with a request per millisecond, and what
/// a renewal of the gate costs. Needs root.
public final class GateBench {

    private static final Duration TIME = Duration.ofMillis(300);
    private static final Duration PROBES = Duration.ofMillis(1);
    private static final int WARM_UP = 200;
    private static final int COSTS = 200;

    private final NetlinkAddresses addresses;
    private final Prober client;
    private final int trials;

    private GateBench(NetlinkAddresses addresses, Prober client, int trials) {
        this.addresses = addresses;
        this.client = client;
        this.trials = trials;
    }

    /// Takes no arguments, or the number of measurements; 20 by default.
    public static void main(String[] args) throws Exception {
        int trials = args.length == 0 ? 20 : Integer.parseInt(args[0]);
        measure("IPv4", 1, trials, List.of(Segment.virtualIp(1)));
        measure("IPv6", 1, trials, List.of(Segment.virtualIp6(1)));
        measure(
                "IPv4",
                1000,
                trials,
                IntStream.rangeClosed(1, 1000).mapToObj(Segment::virtualIp).toList());
        measure(
                "IPv6",
                1000,
                trials,
                IntStream.rangeClosed(1, 1000).mapToObj(Segment::virtualIp6).toList());
    }

    private static void measure(String family, int count, int trials, List<VirtualIp> ips) throws Exception {
        Figures.progress(family + ", " + count);
        VirtualIp probed = ips.getLast();
        try (Segment segment = Segment.of("node", "client");
                NetlinkAddresses addresses =
                        segment.host("node").call(() -> NetlinkAddresses.open(() -> {}, ExpiryGuard.GATE));
                Prober client = Prober.start(segment.host("client"), List.of(probed), PROBES)) {
            var bench = new GateBench(addresses, client, trials);
            addresses.bind(
                    ips.stream()
                            .map(ip -> new Binding(ip, Segment.DEVICE, ip.hostPrefix(), Optional.empty()))
                            .toList(),
                    600);
            String what = String.format(Locale.ROOT, "gate of %,d %s addresses", count, family);
            bench.costs(what);
            bench.silences(what, probed, "quiet machine");
            if (count > 1) {
                try (var _ = new BusyThreads(2 * Runtime.getRuntime().availableProcessors())) {
                    bench.silences(what, probed, "two busy threads for each processor");
                }
            }
        }
    }

    private void costs(String what) throws Exception {
        var costs = new ArrayList<Double>();
        for (int i = 0; i < WARM_UP + COSTS; i++) {
            long start = System.nanoTime();
            addresses.openGate(TIME);
            if (i >= WARM_UP) {
                costs.add((System.nanoTime() - start) / 1e3);
            }
        }
        Figures.print(what + ": a proof, in µs", "", costs, Unit.COUNT, "time of the call");
    }

    /// The client's last answer after each last renewal.
    private void silences(String what, VirtualIp ip, String how) throws Exception {
        var silences = new ArrayList<Double>();
        for (int i = 0; i < trials; i++) {
            long start = System.nanoTime();
            addresses.openGate(Duration.ofSeconds(60));
            while (!client.hasAnswered(ip, start)) {
                Thread.sleep(1);
            }
            long proven = System.nanoTime();
            addresses.openGate(TIME);
            Thread.sleep(TIME.multipliedBy(2));
            long last = client.silences(ip).getLast().from();
            silences.add((last - proven) / 1e6);
        }
        Figures.print(what + ": from a proof of 300 ms to silence, in ms", "at most 310", silences, Unit.COUNT, how);
    }

    /// Threads that use a processor all the time.
    private static final class BusyThreads implements AutoCloseable {

        private volatile boolean isClosing;

        BusyThreads(int threads) {
            for (int i = 0; i < threads; i++) {
                Thread.ofPlatform().daemon().start(() -> {
                    while (!isClosing) {
                        Thread.onSpinWait();
                    }
                });
            }
        }

        @Override
        public void close() {
            isClosing = true;
        }
    }
}
