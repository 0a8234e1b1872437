package io.yaim.plan;

import static io.yaim.plan.Cluster.load;
import static io.yaim.plan.Cluster.node;
import static io.yaim.plan.Cluster.nodes;
import static io.yaim.plan.Cluster.pool;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import io.yaim.model.Wish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What holds for every plan, on random clusters. The fewest moves have a test of their own.
class FairShareRulesTest {

    private static final int CASES = 1000;

    @Test
    void everyEntryThatSomeNodeTakesHasAnOwnerAndNoOther() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.any(random);
            Map<VirtualIp, NodeName> plan = cluster.assign();
            for (List<Entry> unit : units(cluster)) {
                Set<NodeName> takers = new HashSet<>(cluster.taking().stream()
                        .filter(node -> unit.stream().allMatch(node::takes))
                        .map(Node::name)
                        .toList());
                for (Entry entry : unit) {
                    if (takers.isEmpty()) {
                        assertThat(plan).doesNotContainKey(entry.ip());
                    } else {
                        assertThat(takers).contains(plan.get(entry.ip()));
                    }
                }
            }
            assertThat(cluster.pool().stream().map(Entry::ip)).containsAll(plan.keySet());
        });
    }

    @Test
    void groupsMoveWhole() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.any(random);
            SortedMap<VirtualIp, NodeName> plan = cluster.assign();
            for (List<Entry> unit : units(cluster)) {
                assertThat(unit.stream()
                                .map(entry -> Optional.ofNullable(plan.get(entry.ip())))
                                .distinct())
                        .hasSize(1);
            }
        });
    }

    @Test
    void plainEntriesAtEqualWeightsDifferByAtMostOne() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.plain(random);
            assertThat(spread(cluster, cluster.assign())).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void withWeightsEachLoadIsLessThanOneFromTheExactShare() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.weighted(random);
            SortedMap<VirtualIp, NodeName> plan = cluster.assign();
            int weights = cluster.nodes().stream().mapToInt(Node::weight).sum();
            for (Node node : cluster.nodes()) {
                // |load - entries * weight / weights| < 1, in whole numbers
                long apart = load(plan, node) * weights - (long) cluster.pool().size() * node.weight();
                assertThat(Math.abs(apart)).as("%s: %s", node.name(), plan).isLessThan(weights);
            }
        });
    }

    @Test
    void loadsOfGroupsDifferByAtMostTheLargest() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.grouped(random);
            int largest = units(cluster).stream().mapToInt(List::size).max().orElse(0);
            assertThat(spread(cluster, cluster.assign())).isLessThanOrEqualTo(largest);
        });
    }

    @Test
    void whatIsNotFixedIsSharedByThoseThatHaveLess() {
        Seeds.check(CASES, random -> {
            Cluster plain = RandomClusters.plain(random);
            var wishes = new HashSet<Wish>();
            plain.pool().stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .forEach(entry -> wishes.add(
                            new Wish.Pin(entry.ip(), plain.nodes().getFirst().name())));
            var cluster = new Cluster(plain.pool(), plain.nodes(), plain.owners(), wishes);
            SortedMap<VirtualIp, NodeName> plan = cluster.assign();
            if (load(plan, cluster.nodes().getFirst()) > wishes.size()) {
                assertThat(spread(cluster, plan)).isLessThanOrEqualTo(1);
            } else {
                List<Node> others = cluster.nodes().subList(1, cluster.nodes().size());
                assertThat(spread(cluster.on(others), plan)).isLessThanOrEqualTo(1);
                others.forEach(node -> assertThat(load(plan, node)).isLessThanOrEqualTo(wishes.size() + 1L));
            }
        });
    }

    @Test
    void whatANodeRefusesAltogetherIsSharedByTheOthersByWeight() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.weighted(random);
            var withUseless = new ArrayList<>(cluster.nodes());
            withUseless.add(node("z", 6, IntStream.rangeClosed(1, 40).toArray()));
            assertThat(cluster.on(withUseless).assign()).isEqualTo(cluster.assign());
        });
    }

    @Test
    void theOrderOfWhatIsHandedInDoesNotMatter() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.any(random);
            assertThat(cluster.shuffled(random).assign()).isEqualTo(cluster.assign());
        });
    }

    @Test
    void aPlanCarriedOutIsThePlan() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.any(random);
            SortedMap<VirtualIp, NodeName> plan = cluster.assign();
            assertThat(cluster.ownedAs(plan).assign()).isEqualTo(plan);
        });
    }

    /// Moves may be carried out one by one, in any order, while each node plans anew.
    @Test
    void aPlanCarriedOutInPartNeedsNoMoreMoves() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.weighted(random);
            SortedMap<VirtualIp, NodeName> plan = cluster.assign();
            var partly = new HashMap<>(cluster.owners());
            plan.forEach((ip, owner) -> {
                if (random.nextBoolean()) {
                    partly.put(ip, owner);
                }
            });
            Cluster later = cluster.ownedAs(partly);
            long done = partly.entrySet().stream()
                    .filter(owned -> cluster.moves(Map.of(owned.getKey(), owned.getValue())) > 0)
                    .count();
            assertThat(later.moves(later.assign()) + done).isLessThanOrEqualTo(cluster.moves(plan));
        });
    }

    @Test
    void freeEntriesMoveNoOwnedOneWhenCountsStayFair() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.plain(random);
            SortedMap<VirtualIp, NodeName> fair = cluster.assign();
            List<Entry> more = pool(fair.size() + random.nextInt(20));
            Cluster grown = cluster.holding(more).ownedAs(fair);
            assertThat(grown.assign()).containsAllEntriesOf(fair);
        });
    }

    @Test
    void whenANodeLeavesOnlyItsEntriesMove() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.plain(random);
            Cluster settled = cluster.ownedAs(cluster.assign());
            List<Node> rest = settled.nodes().subList(1, settled.nodes().size());
            assertThat(settled.on(rest).moves(settled.on(rest).assign())).isZero();
        });
    }

    @Test
    void whenANodeJoinsExactlyItsQuotaMoves() {
        Seeds.check(CASES, random -> {
            Cluster cluster = RandomClusters.plain(random);
            Cluster settled = cluster.ownedAs(cluster.assign());
            var more = new ArrayList<>(settled.nodes());
            Node joined = node("z", 1);
            more.add(joined);
            SortedMap<VirtualIp, NodeName> plan = settled.on(more).assign();
            assertThat(settled.on(more).moves(plan)).isEqualTo(load(plan, joined));
            assertThat(load(plan, joined)).isEqualTo(settled.pool().size() / more.size());
        });
    }

    @Test
    void aDrainedNodeGetsNothing() {
        Seeds.check(CASES, random -> {
            Cluster any = RandomClusters.any(random);
            NodeName drained = any.nodes().getFirst().name();
            var cluster = new Cluster(any.pool(), any.nodes(), any.owners(), Set.of(new Wish.Drain(drained)));
            assertThat(cluster.assign()).doesNotContainValue(drained);
        });
    }

    @Test
    void aPauseMovesNothingThatMayStay() {
        Seeds.check(CASES, random -> {
            Cluster any = RandomClusters.weighted(random);
            var cluster = new Cluster(any.pool(), any.nodes(), any.owners(), Set.of(new Wish.Pause()));
            SortedMap<VirtualIp, NodeName> plan = cluster.assign();
            assertThat(cluster.moves(plan)).isZero();
            assertThat(plan).hasSize(cluster.pool().size());
        });
    }

    /// A new pool goes where the ranks say, as far as the quotas allow: names in sequence must not favour
    /// anyone.
    @Test
    void ranksSpreadFreeEntriesAboutEvenly() {
        List<Entry> pool = pool(10_000);
        long[] wins = new long[5];
        List<Holder> holders = nodes("node1", "node2", "node3", "node4", "node5").stream()
                .map(Holder::new)
                .toList();
        for (Unit unit : Unit.of(pool, holders, Map.of())) {
            int best = 0;
            for (int i = 1; i < holders.size(); i++) {
                best = holders.get(i).rank(unit) > holders.get(best).rank(unit) ? i : best;
            }
            wins[best]++;
        }
        // binomial: mean 2,000, standard deviation 40
        assertThat(Arrays.stream(wins).boxed())
                .allSatisfy(won -> assertThat(won).isBetween(1840L, 2160L));
    }

    private static List<List<Entry>> units(Cluster cluster) {
        return List.copyOf(cluster.pool().stream()
                .collect(groupingBy(entry -> entry.group().orElse(entry.ip().toString())))
                .values());
    }

    private static long spread(Cluster cluster, Map<VirtualIp, NodeName> plan) {
        LongSummaryStatistics loads =
                cluster.nodes().stream().mapToLong(node -> load(plan, node)).summaryStatistics();
        return loads.getCount() == 0 ? 0 : loads.getMax() - loads.getMin();
    }
}
