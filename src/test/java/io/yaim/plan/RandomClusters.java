package io.yaim.plan;

import static io.yaim.plan.FairShareCase.entry;
import static io.yaim.plan.FairShareCase.ip;
import static io.yaim.plan.FairShareCase.name;
import static io.yaim.plan.FairShareCase.node;
import static io.yaim.plan.FairShareCase.onProbation;
import static io.yaim.plan.FairShareCase.pool;
import static io.yaim.plan.FairShareCase.with;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Random clusters of the kinds that the rules speak of.
final class RandomClusters {

    private RandomClusters() {}

    /// Plain entries on nodes of equal weight, owned by anyone, by nobody, or by a node that is gone.
    static FairShareCase plain(Random random) {
        return plain(random, 1, 7, 40);
    }

    static FairShareCase weighted(Random random) {
        return plain(random, 6, 7, 40);
    }

    static FairShareCase plain(Random random, int maxWeight, int maxNodes, int maxEntries) {
        List<Node> nodes = IntStream.range(0, 1 + random.nextInt(maxNodes))
                .mapToObj(i -> node(letter(i), 1 + random.nextInt(maxWeight)))
                .toList();
        List<Entry> pool = pool(random.nextInt(maxEntries + 1));
        return new FairShareCase(pool, nodes, owners(random, pool, nodes.size()), Set.of());
    }

    /// Groups of one to five, and nothing else.
    static FairShareCase grouped(Random random) {
        FairShareCase plain = plain(random);
        int groups = 1 + plain.pool().size() / 3;
        return plain.holding(plain.pool().stream()
                .map(entry -> with(entry, Optional.of("g" + random.nextInt(groups)), List.of()))
                .toList());
    }

    /// Everything at once: weights, groups, preferences, refusals, pins, a drain, a pause, nodes on probation.
    static FairShareCase any(Random random) {
        List<Node> nodes = IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> node(letter(i), 1 + random.nextInt(4), refused(random)))
                .map(node -> random.nextInt(4) == 0 ? onProbation(node) : node)
                .toList();
        List<Entry> pool = IntStream.rangeClosed(1, random.nextInt(31))
                .mapToObj(number -> anyEntry(random, number))
                .toList();
        var wishes = new HashSet<Wish>();
        IntStream.range(0, random.nextInt(4))
                .forEach(_ -> wishes.add(new Wish.Pin(ip(1 + random.nextInt(30)), anyName(random, 7))));
        if (random.nextInt(4) == 0) {
            wishes.add(new Wish.Drain(anyName(random, 7)));
        }
        if (random.nextInt(8) == 0) {
            wishes.add(new Wish.Pause());
        }
        return new FairShareCase(pool, nodes, owners(random, pool, nodes.size()), wishes);
    }

    static String letter(int index) {
        return String.valueOf((char) ('a' + index));
    }

    private static Map<VirtualIp, NodeName> owners(Random random, List<Entry> pool, int nodes) {
        var owners = new HashMap<VirtualIp, NodeName>();
        int free = random.nextInt(4);
        // Some nodes own nothing, as those that have just joined; one name is that of a node that has left.
        int owning = 1 + random.nextInt(nodes + 1);
        for (Entry entry : pool) {
            if (random.nextInt(4) >= free) {
                owners.put(entry.ip(), anyName(random, owning));
            }
        }
        return owners;
    }

    private static Entry anyEntry(Random random, int number) {
        Optional<String> group = random.nextInt(3) == 0 ? Optional.of("g" + random.nextInt(5)) : Optional.empty();
        List<NodeName> prefer = random.nextInt(5) == 0 ? List.of(anyName(random, 7), anyName(random, 7)) : List.of();
        return with(entry(number), group, prefer);
    }

    private static int[] refused(Random random) {
        int oneIn = 1 + random.nextInt(6);
        return IntStream.rangeClosed(1, 30)
                .filter(_ -> oneIn < 6 && random.nextInt(oneIn) == 0)
                .toArray();
    }

    private static NodeName anyName(Random random, int names) {
        return name(letter(random.nextInt(names)));
    }
}
