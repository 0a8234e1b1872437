package io.yaim.cli.line;

import io.yaim.api.Api;
import io.yaim.api.Gate;
import io.yaim.api.Sight;
import io.yaim.model.Entry;
import io.yaim.model.History;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Mark;
import io.yaim.model.Member;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.Order;
import io.yaim.model.View;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import io.yaim.status.Picture;
import io.yaim.status.Timeline;
import io.yaim.store.Desk;
import io.yaim.store.EntryCodec;
import io.yaim.store.KeySpace;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A store in memory in which orders take effect, and in which no node does anything but what the test has
/// it do.
public final class FakeDesk implements Desk {

    private static final KeySpace KEYS = new KeySpace("/service/yaim/");

    private final TreeMap<VirtualIp, Entry> pool = new TreeMap<>();
    private final TreeMap<VirtualIp, Mark> marks = new TreeMap<>();
    private final TreeMap<NodeName, Node> nodes = new TreeMap<>();
    private final TreeMap<NodeName, Member> members = new TreeMap<>();
    private final Set<Wish> wishes = new HashSet<>();
    private final TreeSet<String> oddities = new TreeSet<>();
    private boolean isAway;

    /// Healthy nodes of these names.
    public FakeDesk(String... names) {
        for (String name : names) {
            var node = new NodeName(name);
            var incarnation = Incarnation.of(name.hashCode());
            nodes.put(node, Node.plain(node, incarnation, lease(name), 1));
            members.put(node, new Member(node, incarnation, lease(name), Member.State.HEALTHY, "", "", "", false, 1));
        }
    }

    private static LeaseId lease(String name) {
        return new LeaseId(1 + Math.abs((long) name.hashCode()));
    }

    /// A way to an API that tells of this store.
    public ApiLine line() {
        Sight sight = new Sight() {
            @Override
            public Picture look() throws IOException {
                return Picture.of(view(), Instant.EPOCH);
            }

            @Override
            public void await(Predicate<View> shown) {}
        };
        var sources = new Api.Sources(KEYS, "etcd", "1.0", sight, this, new Timeline());
        return new ApiLine(Api.of(sources, new Gate(Optional.empty(), true, Set.of()), List.of()), this);
    }

    public Talk talk() {
        return new Talk(line());
    }

    /// The entry is in the pool, and the node owns it.
    public FakeDesk owns(String node, String ip) {
        VirtualIp address = VirtualIp.parse(ip);
        pool.putIfAbsent(address, Entry.plain(address, KEYS.entry(address)));
        marks.put(address, new Mark(address, new NodeName(node), Optional.of(lease(node)), 1));
        return this;
    }

    /// Nobody owns the entry any more, wherever it was.
    public void letGo(String ip) {
        marks.remove(VirtualIp.parse(ip));
    }

    /// The node runs, but takes nothing.
    public FakeDesk isUnhealthy(String name, String reason) {
        var node = new NodeName(name);
        nodes.remove(node);
        var incarnation = Incarnation.of(name.hashCode());
        members.put(node, new Member(node, incarnation, lease(name), Member.State.UNHEALTHY, reason, "", "", false, 1));
        return this;
    }

    /// The node keeps the store for all, and said so at this revision.
    public FakeDesk coordinates(String name, long revision) {
        var node = new NodeName(name);
        var incarnation = Incarnation.of(name.hashCode());
        var member = new Member(node, incarnation, lease(name), Member.State.HEALTHY, "", "", "", true, revision);
        members.put(node, member);
        return this;
    }

    public void hasOddity(String oddity) {
        oddities.add(oddity);
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
        return new View(
                7, pool, marks, nodes, members, Collections.emptySortedMap(), wishes, oddities, History.from(7));
    }

    @Override
    public boolean hand(Order order) throws IOException {
        view();
        return switch (order) {
            case Order.Add(VirtualIp ip, String options) ->
                pool.putIfAbsent(ip, EntryCodec.decode(ip, KEYS.entry(ip), options)) == null;
            case Order.Change(Entry entry, String options) ->
                pool.replace(entry.ip(), EntryCodec.decode(entry.ip(), entry.key(), options)) != null;
            case Order.Remove(VirtualIp ip) -> pool.remove(ip) != null;
            case Order.Make(Wish wish) -> {
                wishes.add(wish);
                yield true;
            }
            case Order.Move(VirtualIp ip, Node target) -> wishes.add(new Wish.Pin(ip, target.name()));
            case Order.Withdraw(Wish wish) -> wishes.remove(wish);
        };
    }

    @Override
    public void close() {}
}
