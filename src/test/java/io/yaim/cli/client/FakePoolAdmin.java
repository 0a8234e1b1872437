package io.yaim.cli.client;

import io.yaim.api.AccessControl;
import io.yaim.api.Api;
import io.yaim.api.StatusSource;
import io.yaim.model.AdminRequest;
import io.yaim.model.Entry;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.MarkHistory;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.View;
import io.yaim.model.ViewBuilder;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.status.StatusSnapshot;
import io.yaim.status.Timeline;
import io.yaim.store.EntryCodec;
import io.yaim.store.KeySpace;
import io.yaim.store.PoolAdmin;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A store in memory in which operator requests take effect. Its nodes do only what the test lets them do.
public final class FakePoolAdmin implements PoolAdmin {

    private static final KeySpace KEYS = new KeySpace("/service/yaim/");

    private final TreeMap<VirtualIp, Entry> pool = new TreeMap<>();
    private final TreeMap<VirtualIp, Mark> marks = new TreeMap<>();
    private final TreeMap<NodeName, Node> nodes = new TreeMap<>();
    private final TreeMap<NodeName, Member> members = new TreeMap<>();
    private final Set<Wish> wishes = new HashSet<>();
    private final TreeSet<String> oddities = new TreeSet<>();
    private boolean isAway;

    /// Creates healthy nodes with these names.
    public FakePoolAdmin(String... names) {
        for (String name : names) {
            var node = new NodeName(name);
            var incarnation = Incarnation.of(name.hashCode());
            nodes.put(node, Node.plain(node, incarnation, lease(name), 1));
            members.put(node, new Member(node, incarnation, lease(name), Member.State.HEALTHY, "", "", "", false, 1));
        }
    }

    private static LeaseId lease(String name) {
        return new LeaseId("lease-of-" + name);
    }

    /// Returns a client of an API on this store.
    public InProcessApiClient inProcessApiClient() {
        StatusSource statusSource = new StatusSource() {
            @Override
            public StatusSnapshot snapshot() throws IOException {
                return StatusSnapshot.of(view(), Instant.EPOCH);
            }

            @Override
            public void awaitView(Predicate<View> shown) {}
        };
        var sources = new Api.Sources(KEYS, "etcd", "1.0", statusSource, this, new Timeline());
        return new InProcessApiClient(
                Api.of(sources, new AccessControl(Optional.empty(), true, Set.of()), List.of()), this);
    }

    public TypedClient typedClient() {
        return new TypedClient(inProcessApiClient());
    }

    /// Adds the entry to the pool, with the node as its owner.
    public FakePoolAdmin owns(String node, String ip) {
        VirtualIp address = VirtualIp.parse(ip);
        pool.putIfAbsent(address, Entry.plain(address, KEYS.entry(address)));
        marks.put(address, new Mark(address, new NodeName(node), Optional.of(lease(node)), 1));
        return this;
    }

    /// Removes the owner of the entry.
    public void disown(String ip) {
        marks.remove(VirtualIp.parse(ip));
    }

    /// Lets the node run without taking entries.
    public FakePoolAdmin isUnhealthy(String name, String reason) {
        var node = new NodeName(name);
        nodes.remove(node);
        var incarnation = Incarnation.of(name.hashCode());
        members.put(node, new Member(node, incarnation, lease(name), Member.State.UNHEALTHY, reason, "", "", false, 1));
        return this;
    }

    /// Lets the node report at this revision that it is the coordinator.
    public FakePoolAdmin coordinates(String name, long revision) {
        var node = new NodeName(name);
        var incarnation = Incarnation.of(name.hashCode());
        var member = new Member(node, incarnation, lease(name), Member.State.HEALTHY, "", "", "", true, revision);
        members.put(node, member);
        return this;
    }

    public void hasUnmanagedKey(String oddity) {
        oddities.add(oddity);
    }

    /// Lets the node report this as the reason why it does not bind the entry.
    public void reports(String name, String ip, String reason) {
        var unbindable = new TreeMap<VirtualIp, String>();
        unbindable.put(VirtualIp.parse(ip), reason);
        nodes.computeIfPresent(
                new NodeName(name),
                (node, old) -> new Node(
                        node, old.incarnation(), old.lease(), 1, old.interfaces(), unbindable, new TreeSet<>(), 1));
    }

    public void leaves(String name) {
        nodes.remove(new NodeName(name));
        members.remove(new NodeName(name));
    }

    public Set<Wish> wishes() {
        return Set.copyOf(wishes);
    }

    public void goAway() {
        isAway = true;
    }

    public void comeBack() {
        isAway = false;
    }

    @Override
    public View view() throws IOException {
        if (isAway) {
            throw new IOException("etcd does not answer");
        }
        return ViewBuilder.at(7)
                .pool(pool)
                .marks(marks)
                .nodes(nodes)
                .members(members)
                .wishes(wishes)
                .unmanagedKeys(oddities)
                .markHistory(MarkHistory.completeSince(7))
                .build();
    }

    @Override
    public boolean apply(AdminRequest adminRequest) throws IOException {
        view();
        return switch (adminRequest) {
            case AdminRequest.AddEntry(VirtualIp ip, String options) ->
                pool.putIfAbsent(ip, EntryCodec.decode(ip, KEYS.entry(ip), options)) == null;
            case AdminRequest.ChangeEntry(Entry entry, String options) ->
                pool.replace(entry.ip(), EntryCodec.decode(entry.ip(), entry.key(), options)) != null;
            case AdminRequest.RemoveEntry(VirtualIp ip) -> pool.remove(ip) != null;
            case AdminRequest.SetWish(Wish wish) -> {
                wishes.add(wish);
                yield true;
            }
            case AdminRequest.MoveEntry(VirtualIp ip, Node target) -> wishes.add(new Wish.Pin(ip, target.name()));
            case AdminRequest.WithdrawWish(Wish wish) -> wishes.remove(wish);
        };
    }

    @Override
    public void close() {}
}
