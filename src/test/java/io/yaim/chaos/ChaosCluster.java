package io.yaim.chaos;

import static org.awaitility.Awaitility.await;

import io.yaim.lab.AddressHistory;
import io.yaim.lab.Cluster;
import io.yaim.lab.Etcd;
import io.yaim.lab.Segment;
import io.yaim.lab.StallableDisk;
import io.yaim.lab.YaimNode;
import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Three nodes of the packaged program, three members of etcd where the mode has a server, and a client, in
/// namespaces of their own on one segment.
final class ChaosCluster implements Closeable {

    static final List<String> NODES = List.of("n1", "n2", "n3");
    static final List<VirtualIp> POOL = Stream.concat(
                    IntStream.rangeClosed(1, 8).mapToObj(Segment::virtualIp),
                    IntStream.rangeClosed(1, 4).mapToObj(Segment::virtualIp6))
            .toList();
    static final List<VirtualIp> MORE_IPS =
            IntStream.rangeClosed(9, 508).mapToObj(Segment::virtualIp).toList();
    static final Duration TTL = Cluster.TTL;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROBE_PERIOD = Duration.ofMillis(5);

    /// For this time no node joins or leaves before a fault, since entries move for balance only when membership is
    /// quiet.
    private static final Duration REST = Duration.ofMillis(1500);

    private final Cluster cluster;
    private final Mode mode;
    private final Optional<StallableDisk> disk;
    private boolean isRecovered;
    private long recoveredAt;

    /// @param name of the folder below `target/lab` for configuration and logs
    ChaosCluster(String name, Mode mode) throws Exception {
        this.mode = mode;
        Path folder = Path.of("target", "lab", name + "-" + mode);
        int members = mode.hasServer() ? 3 : 0;
        cluster = new Cluster(folder, members, NODES.size(), POOL, PROBE_PERIOD, mode.nodeSettings(NODES, POOL));
        if (!mode.hasServer()) {
            disk = Optional.empty();
            return;
        }
        try {
            cluster.etcd().stop();
            disk = Optional.of(new StallableDisk(cluster.etcd().data()));
        } catch (Exception e) {
            try (cluster) {
                throw e;
            }
        }
        cluster.etcd().restart();
        cluster.put(POOL);
    }

    /// Where the first member of etcd has its data.
    StallableDisk disk() {
        return disk.orElseThrow();
    }

    Cluster cluster() {
        return cluster;
    }

    Mode mode() {
        return mode;
    }

    YaimNode node(String name) {
        return cluster.node(name);
    }

    AddressHistory history() throws IOException {
        return cluster.watch().history();
    }

    /// Ends all faults, starts what does not run, and waits until all nodes share the pool and all addresses
    /// answer.
    void recover() throws Exception {
        if (isRecovered) {
            return;
        }
        for (YaimNode node : cluster.nodes()) {
            node.mendService();
            cluster.segment().putPlugBack(node.name());
            cluster.segment().reconnect(node.name());
            if (node.isRunning()) {
                node.thaw();
            }
        }
        recoveredAt = System.nanoTime();
        for (String store : cluster.etcdHosts()) {
            cluster.segment().reconnect(store);
        }
        for (Etcd member : cluster.members()) {
            if (member.isRunning()) {
                member.thaw();
            } else {
                member.restart();
            }
        }
        cluster.start();
        // otherwise what a dead process has left on its host would count as its next incarnation's
        for (String name : NODES) {
            awaitJoined(name);
        }
        awaitShared(NODES);
        awaitAnswers();
        Thread.sleep(REST);
        isRecovered = true;
    }

    /// Stops all, and starts them one after the other in this order. Then the first coordinates.
    void startInOrder(List<String> names) throws Exception {
        markDisturbed();
        for (YaimNode node : cluster.nodes()) {
            if (node.isRunning()) {
                node.terminate();
            }
        }
        for (String name : names) {
            node(name).start();
            // with a majority the first node obtains no lease alone, and logs that
            until(
                    name + " to be there",
                    () -> node(name).hasJoined() || node(name).hasLogged("what=\"obtain a lease\""));
        }
        recover();
    }

    private void awaitJoined(String name) {
        until(name + " to join", () -> node(name).hasJoined());
    }

    /// Adds addresses to the pool, and does not wait until they are bound.
    ///
    /// @param node a node that is not the victim; without a server it receives the new pool
    void add(Collection<VirtualIp> ips, String node) throws IOException {
        if (mode.hasServer()) {
            cluster.put(ips);
        } else {
            var all = new ArrayList<>(POOL);
            all.addAll(ips);
            reload(node, Map.of("ips", Mode.ipsValue(all)));
        }
    }

    /// Removes the added addresses again.
    void remove(Collection<VirtualIp> ips, String node) throws IOException {
        if (mode.hasServer()) {
            cluster.del(ips);
        } else {
            reload(node, Map.of());
        }
    }

    private void reload(String name, Map<String, String> further) throws IOException {
        YaimNode node = node(name);
        node.configure(further);
        node.reload();
        until(name + " to follow", () -> node.hasLogged("event=reload changed=ips"));
    }

    /// To be called before a fault, so that [#recover] ends it.
    void markDisturbed() {
        isRecovered = false;
    }

    /// Waits until these nodes share the pool fairly and no other node has any of it.
    void awaitShared(Collection<String> nodes) {
        until("a fair share for " + nodes, () -> cluster.isShared(POOL, nodes));
    }

    /// The parts that must have all addresses when the cluster is divided so.
    List<List<String>> servedParts(Division division, String node) {
        return division.parts(node, without(node)).stream()
                .filter(part -> mode.mustServe(part.size(), NODES.size()))
                .toList();
    }

    /// Waits until each of these parts has all addresses.
    void awaitServed(List<List<String>> parts) {
        until("all for each of " + parts, () -> {
            AddressHistory history = history();
            return POOL.stream()
                    .map(ip -> history.periods(ip).getLast().hosts())
                    .allMatch(hosts -> parts.stream().noneMatch(part -> Collections.disjoint(hosts, part)));
        });
    }

    /// How many addresses these nodes have, even if other nodes have them too.
    static int countOn(AddressHistory history, List<String> nodes) {
        return history.counts(nodes).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /// Waits until every address of the pool has answered the client.
    void awaitAnswers() {
        long since = System.nanoTime();
        until("answers of the pool", () -> cluster.haveAnswered(POOL, since));
    }

    void until(String what, Callable<Boolean> condition) {
        await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE)
                .until(condition);
    }

    /// Waits for this time.
    static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    /// All nodes but this one. Without a server the first of them receives a new pool when this one is the victim.
    List<String> without(String node) {
        return NODES.stream().filter(name -> !name.equals(node)).toList();
    }

    /// The member of etcd that leads.
    Etcd leader() throws IOException {
        for (Etcd member : cluster.members()) {
            if (member.isLeader()) {
                return member;
            }
        }
        throw new IOException("no member of etcd leads");
    }

    /// What happened to the pool since then, by the kernels' events and by the client. [#recover] must have ended
    /// the division.
    ///
    /// @param node the victim
    /// @param node the victim
    Outcome outcome(long since, Division division, String node) throws IOException {
        AddressHistory history = history();
        List<AddressHistory.Period> doubles =
                history.doubles().stream().filter(period -> period.to() > since).toList();
        List<String> others = without(node);
        double within = worst(doubles.stream()
                .filter(period -> division == Division.NONE || count(period, others) > 1)
                .toList());
        double after = doubles.stream()
                .mapToDouble(period -> Math.max(0, period.to() - recoveredAt) / 1e6)
                .max()
                .orElse(0);
        double unowned = 0;
        double silence = 0;
        for (VirtualIp ip : POOL) {
            unowned = Math.max(unowned, history.longestUnowned(ip, since));
            silence =
                    Math.max(silence, cluster.prober().longestSilence(ip, since).toNanos() / 1e6);
            for (List<String> part : servedParts(division, node)) {
                unowned = Math.max(unowned, history.longestUnowned(ip, part, since, recoveredAt));
            }
        }
        return new Outcome(worst(doubles), within, after, unowned, silence);
    }

    private static long count(AddressHistory.Period period, List<String> part) {
        return period.hosts().stream().filter(part::contains).count();
    }

    /// The total time of the worst address.
    private static double worst(List<AddressHistory.Period> doubles) {
        var millis = new HashMap<VirtualIp, Double>();
        doubles.forEach(period -> millis.merge(period.ip(), period.millis(), Double::sum));
        return millis.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    @Override
    public void close() throws IOException {
        try (cluster) {
            if (disk.isPresent()) {
                cluster.etcd().kill();
                disk.get().close();
            }
        }
    }

    /// The worst case of any address, in milliseconds.
    ///
    /// @param onTwo how long it was on two nodes, in total
    /// @param onTwoTogether how long it was on two nodes that were not divided from each other, in total
    /// @param onTwoAfterRecovery how long it was still on two nodes after the division had ended
    /// @param unowned the longest time without an owner, by the kernels; with a division, without an owner in a
    ///     part that must have all
    /// @param silence the longest time without an answer to the client
    record Outcome(double onTwo, double onTwoTogether, double onTwoAfterRecovery, double unowned, double silence) {

        /// Whether an address was on two nodes that may not both have it.
        boolean hasForbiddenDouble(Fault fault, Mode mode) {
            return fault.forbidsDouble(mode) ? onTwo > 0 : fault.isDividing() && onTwoTogether > 0;
        }

        /// Whether it was on two nodes for too long after the division had ended.
        boolean hasDoubleAfterMerge(Fault fault, Duration slack) {
            return fault.isDividing()
                    && onTwoAfterRecovery > Bounds.MERGED.plus(slack).toMillis();
        }
    }
}
