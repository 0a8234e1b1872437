package io.yaim.lab;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yaim.model.VirtualIp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A whole cluster on one segment: etcd, or no server at all, the nodes n1, n2 and so on, a client that
/// probes every address, and a watch over all addresses from before the first node starts.
public final class Cluster implements Closeable {

    /// The shortest lease that the program accepts here, with the settings that fit it.
    public static final Map<String, String> SHORT_TTL = Map.of("ttl", "5000", "interval", "500", "dcs-timeout", "250");

    public static final Duration TTL = Duration.ofSeconds(5);

    /// Settings of a cluster without a server, whose pool is `ips` of its nodes.
    public static final Map<String, String> MULTICAST = Map.of(
            "dcs-type", "multicast", "stale", "5s", "mature", "1s", "interval", "500", "secret", "of these nodes only");

    public static final Duration MULTICAST_TTL = Duration.ofSeconds(5);

    /// Faults that are repeated would otherwise keep a node from its share for longer and longer.
    private static final Map<String, String> UNDAMPED = Map.of("link-up-delay", "0", "flap-damping", "0");

    /// The host of the client.
    public static final String CLIENT = "client";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String IPS = "/service/yaim/ips/";

    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final Map<String, YaimNode> nodes = new LinkedHashMap<>();
    private final Segment segment;
    private final List<Etcd> members;
    private final List<String> etcdHosts;
    private final AddressWatch watch;
    private final Prober prober;

    /// Makes the cluster. Only etcd and the instruments run at first.
    ///
    /// @param folder for the files of the nodes
    /// @param nodeCount how many nodes, from 1
    /// @param probed the addresses that the client probes
    /// @param settings of all nodes
    public Cluster(
            Path folder,
            int nodeCount,
            Collection<VirtualIp> probed,
            Duration probePeriod,
            Map<String, String> settings)
            throws Exception {
        this(folder, 1, nodeCount, probed, probePeriod, settings);
    }

    /// Makes the cluster with several members of etcd, or without a server.
    ///
    /// @param memberCount how many members, from 0; with 0 the settings say how the nodes find each other
    public Cluster(
            Path folder,
            int memberCount,
            int nodeCount,
            Collection<VirtualIp> probed,
            Duration probePeriod,
            Map<String, String> settings)
            throws Exception {
        etcdHosts = IntStream.rangeClosed(1, memberCount).mapToObj(i -> "e" + i).toList();
        var hosts = new ArrayList<>(etcdHosts);
        hosts.add(CLIENT);
        for (int i = 1; i <= nodeCount; i++) {
            hosts.add("n" + i);
        }
        try {
            segment = opened(Segment.of(hosts.toArray(String[]::new)));
            var places = new LinkedHashMap<Namespace, String>();
            etcdHosts.forEach(store -> places.put(segment.host(store), segment.address(store)));
            members = places.isEmpty() ? List.of() : Etcd.startCluster(places);
            members.forEach(this::opened);
            watch = opened(AddressWatch.start(segment.hosts(), Segment::isVirtual));
            prober = opened(Prober.start(segment.host(CLIENT), probed, probePeriod));
            var all = new LinkedHashMap<>(UNDAMPED);
            all.putAll(settings);
            for (String name : hosts.subList(memberCount + 1, hosts.size())) {
                all.putAll(
                        hasServer() ? served(name, settings.containsKey("secret")) : serverless(folder.resolve(name)));
                nodes.put(name, opened(new YaimNode(name, segment.host(name), folder.resolve(name), all)));
            }
        } catch (Exception e) {
            try (this) {
                throw e;
            }
        }
    }

    private Map<String, String> served(String name, boolean answersPeers) {
        String endpoints = members.stream().map(Etcd::endpoint).collect(joining(","));
        return answersPeers
                ? Map.of("dcs-endpoints", endpoints, "peer-listen", segment.address(name) + ":1314")
                : Map.of("dcs-endpoints", endpoints);
    }

    /// State of an earlier cluster in that folder is deleted.
    private static Map<String, String> serverless(Path folder) throws IOException {
        Path pool = folder.resolve("pool").toAbsolutePath();
        Files.deleteIfExists(pool);
        return Map.of("pool-file", pool.toString());
    }

    private <T extends Closeable> T opened(T thing) {
        opened.push(thing);
        return thing;
    }

    public Segment segment() {
        return segment;
    }

    /// Whether it has etcd.
    public boolean hasServer() {
        return !members.isEmpty();
    }

    /// The only member of etcd, or the first; there must be one.
    public Etcd etcd() {
        return members.getFirst();
    }

    /// All members of etcd.
    public List<Etcd> members() {
        return members;
    }

    public AddressWatch watch() {
        return watch;
    }

    public Prober prober() {
        return prober;
    }

    /// The hosts of the members of etcd.
    public List<String> etcdHosts() {
        return etcdHosts;
    }

    /// All nodes, whether they run or not.
    public Collection<YaimNode> nodes() {
        return nodes.values();
    }

    public YaimNode node(String name) {
        YaimNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name + "; there are " + nodes.keySet());
        }
        return node;
    }

    /// Starts every node that does not run.
    public void start() throws IOException {
        for (YaimNode node : nodes.values()) {
            if (!node.isRunning()) {
                node.start();
            }
        }
    }

    /// Does nothing as long as no program has ended by itself.
    ///
    /// @throws IllegalStateException a program has ended; the message has the end of its log
    public void requireRunning() throws IOException {
        for (YaimNode node : nodes.values()) {
            if (node.hasFailed()) {
                List<String> log = Files.readAllLines(node.log());
                throw new IllegalStateException(node.name() + " has ended by itself: "
                        + String.join("\n", log.subList(Math.max(0, log.size() - 10), log.size())));
            }
        }
    }

    /// Puts addresses into the pool with etcdctl.
    public void put(Collection<VirtualIp> ips) throws IOException {
        put(ips, "");
    }

    /// The same, all with these options.
    public void put(Collection<VirtualIp> ips, String options) throws IOException {
        etcd().txn(ips.stream()
                .map(ip -> "put " + IPS + ip + " \"" + options + "\"")
                .toList());
    }

    /// Takes addresses out of the pool with etcdctl.
    public void del(Collection<VirtualIp> ips) throws IOException {
        etcd().txn(ips.stream().map(ip -> "del " + IPS + ip).toList());
    }

    /// Cuts the node off from etcd, and nothing else.
    public void cutOffFromEtcd(String node) throws IOException {
        for (String store : etcdHosts) {
            segment.disconnect(node, store);
        }
    }

    /// How many addresses each node has now.
    public SortedMap<String, Integer> counts() throws IOException {
        return watch.history().counts(nodes.keySet());
    }

    /// Waits until n1, n2 and so on have this many addresses. Fails at once when a program has ended by itself.
    public void awaitCounts(int... counts) {
        var expected = new TreeMap<String, Integer>();
        for (int count : counts) {
            expected.put("n" + (expected.size() + 1), count);
        }
        await("counts " + expected)
                .atMost(PATIENCE)
                .failFast(this::requireRunning)
                .untilAsserted(() -> assertThat(counts()).as(this::report).isEqualTo(expected));
    }

    /// Whether these nodes share this pool fairly, and no other node has any address.
    public boolean isShared(Collection<VirtualIp> pool, Collection<String> among) throws IOException {
        return watch.isShared(pool, among);
    }

    /// Whether the client has had an answer from each of them after `since`.
    public boolean haveAnswered(Collection<VirtualIp> ips, long since) throws IOException {
        for (VirtualIp ip : ips) {
            if (!prober.hasAnswered(ip, since)) {
                return false;
            }
        }
        return true;
    }

    /// The longest silence of any of these addresses that lasted beyond `since`.
    public Duration longestSilence(Collection<VirtualIp> ips, long since) throws IOException {
        Duration longest = Duration.ZERO;
        for (VirtualIp ip : ips) {
            Duration silence = prober.longestSilence(ip, since);
            longest = silence.compareTo(longest) > 0 ? silence : longest;
        }
        return longest;
    }

    /// Which node had which address when, and where the logs are; for the message of a failed test.
    public String report() {
        String logs = nodes.values().stream().map(node -> node.log().toString()).collect(joining(" "));
        try {
            return "history: " + watch.history() + "; the prober's longest stall: " + prober.longestStall() + "; logs: "
                    + logs;
        } catch (IOException e) {
            return e + "; logs: " + logs;
        }
    }

    /// Ends and removes everything but the nodes' folders.
    @Override
    public void close() throws IOException {
        closeAll(opened);
    }

    /// Closes all, the last one first. Continues when one fails.
    static void closeAll(Deque<Closeable> opened) throws IOException {
        var failure = new IOException("tear the cluster down");
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
