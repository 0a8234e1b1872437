package io.yaim.plan;

import io.yaim.model.Entry;
import io.yaim.model.EntryBuilder;
import io.yaim.model.Incarnation;
import io.yaim.model.LeaseId;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What the fair share is computed from, and the language in which the tests speak of it: entry `3` is
/// 10.0.0.3, nodes are named by letters.
record FairShareCase(List<Entry> pool, List<Node> nodes, Map<VirtualIp, NodeName> owners, Set<Wish> wishes) {

    static VirtualIp ip(int number) {
        return VirtualIp.of(new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    }

    static Entry entry(int number) {
        return Entry.plain(ip(number), "ips/" + ip(number));
    }

    static Entry grouped(int number, String group) {
        return with(entry(number), Optional.of(group), List.of());
    }

    static Entry preferring(int number, String... nodes) {
        return with(entry(number), Optional.empty(), names(nodes));
    }

    static Entry with(Entry entry, Optional<String> group, List<NodeName> prefer) {
        return EntryBuilder.like(entry).group(group).prefer(prefer).build();
    }

    /// Plain entries 1 to `count`.
    static List<Entry> pool(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(FairShareCase::entry).toList();
    }

    static List<NodeName> names(String... names) {
        return Arrays.stream(names).map(NodeName::new).toList();
    }

    static NodeName name(String name) {
        return new NodeName(name);
    }

    static List<Node> nodes(String... names) {
        return Arrays.stream(names).map(name -> node(name, 1)).toList();
    }

    static Node node(String name, int weight, int... refuses) {
        return node(name, weight, "no such network", refuses);
    }

    static Node node(String name, int weight, String reason, int... refuses) {
        var refused = new TreeMap<VirtualIp, String>();
        Arrays.stream(refuses).forEach(number -> refused.put(ip(number), reason));
        return new Node(
                name(name),
                Incarnation.of(name.hashCode()),
                new LeaseId("7"),
                weight,
                Collections.emptySortedMap(),
                refused,
                Collections.emptySortedSet(),
                1);
    }

    /// The same node, whose link or checks have recovered only recently.
    static Node onProbation(Node node) {
        return new Node(
                node.name(),
                node.incarnation(),
                node.lease(),
                node.weight(),
                node.interfaces(),
                node.unbindable(),
                new TreeSet<>(Set.of(Node.OWN_INTERFACE)),
                node.revision());
    }

    /// Which node owns entries 1, 2, 3 …: one letter each, `-` for none.
    static Map<VirtualIp, NodeName> owned(String letters) {
        var owners = new HashMap<VirtualIp, NodeName>();
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) != '-') {
                owners.put(ip(i + 1), name(letters.substring(i, i + 1)));
            }
        }
        return owners;
    }

    static FairShareCase of(List<Entry> pool, List<Node> nodes, Map<VirtualIp, NodeName> owners, Wish... wishes) {
        return new FairShareCase(pool, nodes, owners, Set.of(wishes));
    }

    SortedMap<VirtualIp, NodeName> assign() {
        return FairShare.assign(pool, nodes, owners, wishes);
    }

    FairShareCase ownedAs(Map<VirtualIp, NodeName> newOwners) {
        return new FairShareCase(pool, nodes, newOwners, wishes);
    }

    FairShareCase on(List<Node> newNodes) {
        return new FairShareCase(pool, newNodes, owners, wishes);
    }

    FairShareCase holding(List<Entry> newPool) {
        return new FairShareCase(newPool, nodes, owners, wishes);
    }

    /// The same with every collection in another order.
    FairShareCase shuffled(Random random) {
        var owner = new ArrayList<>(owners.entrySet());
        Collections.shuffle(owner, random);
        var reordered = new LinkedHashMap<VirtualIp, NodeName>();
        owner.forEach(one -> reordered.put(one.getKey(), one.getValue()));
        return new FairShareCase(
                shuffled(pool, random), shuffled(nodes, random), reordered, new HashSet<>(shuffled(wishes, random)));
    }

    /// The nodes that take part.
    List<Node> taking() {
        return nodes.stream()
                .filter(node -> !wishes.contains(new Wish.Drain(node.name())))
                .toList();
    }

    static long load(Map<VirtualIp, NodeName> plan, Node node) {
        return plan.values().stream().filter(node.name()::equals).count();
    }

    /// How many entries change from one living owner to another node.
    long moves(Map<VirtualIp, NodeName> plan) {
        return owners.entrySet().stream()
                .filter(owned -> plan.containsKey(owned.getKey()))
                .filter(owned -> taking().stream().anyMatch(node -> node.name().equals(owned.getValue())))
                .filter(owned -> !owned.getValue().equals(plan.get(owned.getKey())))
                .count();
    }

    private static <T> List<T> shuffled(Collection<T> items, Random random) {
        var copy = new ArrayList<>(items);
        Collections.shuffle(copy, random);
        return copy;
    }
}
