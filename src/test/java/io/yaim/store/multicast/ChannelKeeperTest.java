package io.yaim.store.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yaim.model.BoundAddress;
import io.yaim.model.Host;
import io.yaim.model.LeaseId;
import io.yaim.model.Link;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.store.multicast.group.GroupChannel;
import io.yaim.store.multicast.protocol.VersionedPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChannelKeeperTest {

    private static final Duration LEASE = MemoryGroupMember.TTL;
    private static final String OWN = "10.0.0.1";

    private final MemoryGroup memoryGroup = new MemoryGroup();
    private final Transport transport =
            new Transport.GroupTransport(new InetSocketAddress(InetAddress.ofLiteral("224.0.0.9"), 5007), "eth0");
    private final MemoryGroupMember node = new MemoryGroupMember(memoryGroup, VersionedPool.NONE, () -> {});
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<MemoryGroup.MemoryChannel> channels = new ArrayList<>();
    private final ChannelKeeper keeper =
            new ChannelKeeper(node.store, this::endpoint, tasks::add, memoryGroup::now, node.warnings::add);

    private ChannelKeeper.Endpoint endpoint(Host host) throws IOException {
        Transport.LocalEndpoint endpoint = transport.on(host);
        Consumer<MemoryGroup.MemoryChannel> made = channels::add;
        return new ChannelKeeper.Endpoint() {

            @Override
            public boolean isIntact(Host next) {
                return transport.isIntact(endpoint, next);
            }

            @Override
            public GroupChannel newChannel() {
                MemoryGroup.MemoryChannel channel = memoryGroup.new MemoryChannel();
                node.ticks(channel);
                made.accept(channel);
                return channel;
            }

            @Override
            public String toString() {
                return endpoint.toString();
            }
        };
    }

    @Test
    void aCardWithAnotherIndexIsJoinedAnewAndTheLeaseGoesOn() throws Exception {
        var other = new MemoryGroupMember(memoryGroup, VersionedPool.NONE, () -> {}, new NodeName("b"), Set.of());
        joinFirst();
        LeaseId lease = node.store.obtainLease(LEASE).id();
        keeper.hostSeen(host("eth0", 2, OWN));
        assertThat(channels).hasSize(1);

        keeper.hostSeen(host("eth0", 3, OWN));
        runTasks();
        assertThat(channels).hasSize(2);
        assertThat(node.warnings)
                .containsExactly(
                        "the group channel is lost, since this host no longer has 10.0.0.1 on eth0 (index 2)",
                        "has joined the group anew, from 10.0.0.1 on eth0 (index 3)");
        memoryGroup.settle();
        assertThat(node.store.standing().orElseThrow().memberCount()).isEqualTo(2);
        assertThat(node.store.renew(lease)).isEqualTo(LEASE);
        assertThat(other.store.standing().orElseThrow().isCoordinator()).isTrue();
    }

    @Test
    void withoutItsAddressANodeIsGrantedNothingNotEvenByItself() throws Exception {
        joinFirst();
        LeaseId lease = node.store.obtainLease(LEASE).id();
        keeper.hostSeen(host("eth0", 2));
        String lost = "the group channel is lost, since this host no longer has 10.0.0.1 on eth0 (index 2)";
        assertThatThrownBy(() -> node.store.renew(lease)).hasMessage("renew: " + lost);
        assertThatThrownBy(() -> node.store.obtainLease(LEASE)).hasMessage("join: " + lost);
        assertThatThrownBy(node.store::view).hasMessage("view: " + lost);
        assertThat(node.store.standing()).isEmpty();
    }

    /// Others may have been granted anything while it was not there.
    @Test
    void aNodeThatFindsNoOtherWaitsForALeaseBeforeItGrantsAnything() throws Exception {
        joinFirst();
        LeaseId lease = node.store.obtainLease(LEASE).id();
        keeper.hostSeen(host("eth0", 2));
        memoryGroup.pass(Duration.ofSeconds(2));
        keeper.hostSeen(host("eth0", 2, "10.0.0.5"));
        runTasks();
        memoryGroup.pass(LEASE.minusSeconds(2));
        assertThatThrownBy(() -> node.store.renew(lease)).hasMessageContaining("still collects");
        memoryGroup.pass(Duration.ofSeconds(3));
        assertThat(node.store.obtainLease(LEASE).ttl()).isEqualTo(LEASE);
    }

    @Test
    void whatTheLostChannelStillDeliversCountsForNothing() throws Exception {
        joinFirst();
        keeper.hostSeen(host("eth0", 2));
        memoryGroup.tellViews(false); // the former channel is not closed yet
        memoryGroup.settle();
        assertThat(node.store.standing()).isEmpty();
    }

    @Test
    void aFlappingAddressIsJoinedLessAndLessOften() throws Exception {
        joinFirst();
        for (int i = 0; i < 600; i++) {
            memoryGroup.pass(Duration.ofMillis(200));
            keeper.hostSeen(i % 2 == 0 ? host("eth0", 2) : host("eth0", 2, OWN));
            runTasks();
        }
        assertThat(channels).hasSizeBetween(8, 18); // in two minutes
        memoryGroup.pass(Duration.ofSeconds(10));
        keeper.hostSeen(host("eth0", 2, OWN));
        runTasks();
        assertThat(node.store.standing()).isPresent();
    }

    @Test
    void anAddressThatIsLostWhileItIsJoinedIsNotUsed() throws Exception {
        joinFirst();
        memoryGroup.pass(Duration.ofSeconds(2));
        keeper.hostSeen(host("eth0", 3, OWN));
        keeper.hostSeen(host("eth0", 3));
        runTasks();
        assertThat(node.store.standing()).isEmpty();
        memoryGroup.pass(Duration.ofSeconds(5));
        keeper.hostSeen(host("eth0", 3, OWN));
        runTasks();
        assertThat(node.store.standing()).isPresent();
    }

    @Test
    void anotherNameAnotherAddressBesideAndALinkThatIsDownChangeNothing() throws Exception {
        joinFirst();
        keeper.hostSeen(host("renamed", 2, OWN));
        keeper.hostSeen(host("eth0", 2, OWN, "10.0.0.0"));
        keeper.hostSeen(new Host(links("eth0", 2, false), addresses("eth0", OWN)));
        assertThat(channels).hasSize(1);
        assertThat(node.warnings).isEmpty();
    }

    @Test
    void anotherInterfaceThatGetsTheNameIsJoinedOnceItHasAnAddress() throws Exception {
        joinFirst();
        var links = links("renamed", 2, true);
        links.putAll(links("eth0", 3, true));
        keeper.hostSeen(new Host(links, addresses("renamed", OWN)));
        assertThat(channels).hasSize(1);
        var both = new ArrayList<>(addresses("renamed", OWN));
        both.addAll(addresses("eth0", "10.0.0.2"));
        keeper.hostSeen(new Host(links, both));
        runTasks();
        assertThat(node.warnings).contains("has joined the group anew, from 10.0.0.2 on eth0 (index 3)");
    }

    /// In place of the channel that the fixture has joined by.
    private void joinFirst() throws IOException {
        node.store.leaveGroup("at first").ifPresent(GroupChannel::close);
        keeper.join(host("eth0", 2, OWN));
        memoryGroup.pass(LEASE.plusSeconds(1));
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static Host host(String link, int index, String... ips) {
        return new Host(links(link, index, true), addresses(link, ips));
    }

    private static SortedMap<String, Link> links(String link, int index, boolean isUp) {
        var links = new TreeMap<String, Link>();
        links.put(link, new Link(link, index, isUp, Optional.empty(), Optional.empty(), true));
        return links;
    }

    private static List<BoundAddress> addresses(String link, String... ips) {
        return List.of(ips).stream()
                .map(ip ->
                        new BoundAddress(VirtualIp.parse(ip), link, 24, Optional.empty(), false, BoundAddress.FOREVER))
                .toList();
    }
}
