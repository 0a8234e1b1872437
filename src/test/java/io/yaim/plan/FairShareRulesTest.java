package io.yaim.plan;

import static io.yaim.plan.FairShareCase.load;
import static io.yaim.plan.FairShareCase.node;
import static io.yaim.plan.FairShareCase.nodes;
import static io.yaim.plan.FairShareCase.onProbation;
import static io.yaim.plan.FairShareCase.pool;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
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
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.any(random);
            Map<VirtualIp, NodeName> plan = fairShareCase.assign();
            for (List<Entry> unit : units(fairShareCase)) {
                Set<NodeName> takers = new HashSet<>(fairShareCase.taking().stream()
                        .filter(node -> unit.stream().allMatch(node::canTake))
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
            assertThat(fairShareCase.pool().stream().map(Entry::ip)).containsAll(plan.keySet());
        });
    }

    @Test
    void groupsMoveWhole() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.any(random);
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.assign();
            for (List<Entry> unit : units(fairShareCase)) {
                assertThat(unit.stream()
                                .map(entry -> Optional.ofNullable(plan.get(entry.ip())))
                                .distinct())
                        .hasSize(1);
            }
        });
    }

    @Test
    void plainEntriesAtEqualWeightsDifferByAtMostOne() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.plain(random);
            assertThat(spread(fairShareCase, fairShareCase.assign())).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void withWeightsEachLoadIsLessThanOneFromTheExactShare() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.weighted(random);
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.assign();
            int weights = fairShareCase.nodes().stream().mapToInt(Node::weight).sum();
            for (Node node : fairShareCase.nodes()) {
                // |load - entries * weight / weights| < 1, in whole numbers
                long apart =
                        load(plan, node) * weights - (long) fairShareCase.pool().size() * node.weight();
                assertThat(Math.abs(apart)).as("%s: %s", node.name(), plan).isLessThan(weights);
            }
        });
    }

    @Test
    void loadsOfGroupsDifferByAtMostTheLargest() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.grouped(random);
            int largest =
                    units(fairShareCase).stream().mapToInt(List::size).max().orElse(0);
            assertThat(spread(fairShareCase, fairShareCase.assign())).isLessThanOrEqualTo(largest);
        });
    }

    @Test
    void whatIsNotFixedIsSharedByThoseThatHaveLess() {
        RandomCases.check(CASES, random -> {
            FairShareCase plain = RandomClusters.plain(random);
            var wishes = new HashSet<Wish>();
            plain.pool().stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .forEach(entry -> wishes.add(
                            new Wish.Pin(entry.ip(), plain.nodes().getFirst().name())));
            var fairShareCase = new FairShareCase(plain.pool(), plain.nodes(), plain.owners(), wishes);
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.assign();
            if (load(plan, fairShareCase.nodes().getFirst()) > wishes.size()) {
                assertThat(spread(fairShareCase, plan)).isLessThanOrEqualTo(1);
            } else {
                List<Node> others =
                        fairShareCase.nodes().subList(1, fairShareCase.nodes().size());
                assertThat(spread(fairShareCase.on(others), plan)).isLessThanOrEqualTo(1);
                others.forEach(node -> assertThat(load(plan, node)).isLessThanOrEqualTo(wishes.size() + 1L));
            }
        });
    }

    @Test
    void whatANodeRefusesAltogetherIsSharedByTheOthersByWeight() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.weighted(random);
            var withUseless = new ArrayList<>(fairShareCase.nodes());
            withUseless.add(node("z", 6, IntStream.rangeClosed(1, 40).toArray()));
            assertThat(fairShareCase.on(withUseless).assign()).isEqualTo(fairShareCase.assign());
        });
    }

    @Test
    void theOrderOfWhatIsHandedInDoesNotMatter() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.any(random);
            assertThat(fairShareCase.shuffled(random).assign()).isEqualTo(fairShareCase.assign());
        });
    }

    @Test
    void aPlanCarriedOutIsThePlan() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.any(random);
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.assign();
            assertThat(fairShareCase.ownedAs(plan).assign()).isEqualTo(plan);
        });
    }

    /// Moves may be carried out one by one, in any order, while each node plans anew.
    @Test
    void aPlanCarriedOutInPartNeedsNoMoreMoves() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.weighted(random);
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.assign();
            var partly = new HashMap<>(fairShareCase.owners());
            plan.forEach((ip, owner) -> {
                if (random.nextBoolean()) {
                    partly.put(ip, owner);
                }
            });
            FairShareCase later = fairShareCase.ownedAs(partly);
            long done = partly.entrySet().stream()
                    .filter(owned -> fairShareCase.moves(Map.of(owned.getKey(), owned.getValue())) > 0)
                    .count();
            assertThat(later.moves(later.assign()) + done).isLessThanOrEqualTo(fairShareCase.moves(plan));
        });
    }

    @Test
    void freeEntriesMoveNoOwnedOneWhenCountsStayFair() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.plain(random);
            SortedMap<VirtualIp, NodeName> fair = fairShareCase.assign();
            List<Entry> more = pool(fair.size() + random.nextInt(20));
            FairShareCase grown = fairShareCase.holding(more).ownedAs(fair);
            assertThat(grown.assign()).containsAllEntriesOf(fair);
        });
    }

    @Test
    void whenANodeLeavesOnlyItsEntriesMove() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.plain(random);
            FairShareCase settled = fairShareCase.ownedAs(fairShareCase.assign());
            List<Node> rest = settled.nodes().subList(1, settled.nodes().size());
            assertThat(settled.on(rest).moves(settled.on(rest).assign())).isZero();
        });
    }

    @Test
    void whenANodeJoinsExactlyItsQuotaMoves() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.plain(random);
            FairShareCase settled = fairShareCase.ownedAs(fairShareCase.assign());
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
        RandomCases.check(CASES, random -> {
            FairShareCase any = RandomClusters.any(random);
            NodeName drained = any.nodes().getFirst().name();
            var fairShareCase =
                    new FairShareCase(any.pool(), any.nodes(), any.owners(), Set.of(new Wish.Drain(drained)));
            assertThat(fairShareCase.assign()).doesNotContainValue(drained);
        });
    }

    @Test
    void aNodeOnProbationGetsOnlyWhatNoOtherNodeTakes() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.weighted(random);
            List<Node> nodes = fairShareCase.nodes().stream()
                    .map(node -> random.nextInt(3) == 0 ? onProbation(node) : node)
                    .toList();
            Set<NodeName> proven = nodes.stream()
                    .filter(node -> node.onProbation().isEmpty())
                    .map(Node::name)
                    .collect(toSet());
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.on(nodes).assign();
            assertThat(plan).hasSize(fairShareCase.pool().size());
            plan.forEach((ip, target) -> assertThat(proven.isEmpty()
                            || proven.contains(target)
                            || target.equals(fairShareCase.owners().get(ip)))
                    .as("%s goes to %s; proven: %s", ip, target, proven)
                    .isTrue());
        });
    }

    /// It has them because no other node could take them. They move once, when it has proved itself.
    @Test
    void aNodeOnProbationKeepsWhatItOwns() {
        RandomCases.check(CASES, random -> {
            FairShareCase fairShareCase = RandomClusters.weighted(random);
            Node first = fairShareCase.nodes().getFirst();
            var nodes = new ArrayList<>(fairShareCase.nodes());
            nodes.set(0, onProbation(first));
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.on(nodes).assign();
            fairShareCase.owners().forEach((ip, owner) -> {
                if (owner.equals(first.name())) {
                    assertThat(plan).containsEntry(ip, owner);
                }
            });
        });
    }

    @Test
    void nodesThatAreAllOnProbationShareAsUsual() {
        RandomCases.check(CASES, random -> {
            FairShareCase plain = RandomClusters.weighted(random);
            FairShareCase free = new FairShareCase(plain.pool(), plain.nodes(), Map.of(), Set.of());
            List<Node> nodes =
                    free.nodes().stream().map(FairShareCase::onProbation).toList();
            assertThat(free.on(nodes).assign()).isEqualTo(free.assign());
        });
    }

    @Test
    void aPauseMovesNothingThatMayStay() {
        RandomCases.check(CASES, random -> {
            FairShareCase any = RandomClusters.weighted(random);
            var fairShareCase = new FairShareCase(any.pool(), any.nodes(), any.owners(), Set.of(new Wish.Pause()));
            SortedMap<VirtualIp, NodeName> plan = fairShareCase.assign();
            assertThat(fairShareCase.moves(plan)).isZero();
            assertThat(plan).hasSize(fairShareCase.pool().size());
        });
    }

    /// A new pool goes where the ranks say, as far as the quotas allow: names in sequence must not favour
    /// anyone.
    @Test
    void ranksSpreadFreeEntriesAboutEvenly() {
        List<Entry> pool = pool(10_000);
        long[] wins = new long[5];
        List<NodeLoad> holders = nodes("node1", "node2", "node3", "node4", "node5").stream()
                .map(NodeLoad::new)
                .toList();
        for (PlacementUnit placementUnit : PlacementUnit.of(pool, holders, Map.of())) {
            int best = 0;
            for (int i = 1; i < holders.size(); i++) {
                best = holders.get(i).rank(placementUnit) > holders.get(best).rank(placementUnit) ? i : best;
            }
            wins[best]++;
        }
        // binomial: mean 2,000, standard deviation 40
        assertThat(Arrays.stream(wins).boxed())
                .allSatisfy(won -> assertThat(won).isBetween(1840L, 2160L));
    }

    private static List<List<Entry>> units(FairShareCase fairShareCase) {
        return List.copyOf(fairShareCase.pool().stream()
                .collect(groupingBy(entry -> entry.group().orElse(entry.ip().toString())))
                .values());
    }

    private static long spread(FairShareCase fairShareCase, Map<VirtualIp, NodeName> plan) {
        LongSummaryStatistics loads = fairShareCase.nodes().stream()
                .mapToLong(node -> load(plan, node))
                .summaryStatistics();
        return loads.getCount() == 0 ? 0 : loads.getMax() - loads.getMin();
    }
}
