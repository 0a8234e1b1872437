package io.yaim.plan;

import static io.yaim.plan.FairShareCase.entry;
import static io.yaim.plan.FairShareCase.node;
import static io.yaim.plan.RandomClusters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Entry;
import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Nodes look at different, older states of the store, and each carries out only its own side of the plan that
/// it computes from what it sees: it claims what is free, and hands over what it owns. They still agree in the
/// end, and play no ping-pong on the way.
class ConvergenceTest {

    private static final int NODES = 5;
    private static final int ENTRIES = 24;

    /// Some still act on nodes that have left, entries that are gone, and owners of long ago.
    @Test
    void nodesThatLookAtAnyOldStateConverge() {
        RandomCases.check(300, random -> {
            var site = new Site(random);
            IntStream.range(0, 60).forEach(_ -> site.disturb());
            long owed = moves(site.latest(), site.latest().plan());
            int moves = site.settle();
            assertThat(moves).isLessThanOrEqualTo((int) owed + ENTRIES);
        });
    }

    /// As in production: moves for balance wait until membership has been quiet for an interval. What the nodes
    /// see then differs only in how far the others have come, and hardly more is moved than one node alone
    /// would move: who claims a free entry on an old view may take the odd one that another one was to get.
    @Test
    void onceMembershipIsQuietHardlyAnythingMovesThatNeedNot() {
        RandomCases.check(300, random -> {
            var site = new Site(random);
            IntStream.range(0, 60).forEach(_ -> site.disturb());
            site.everyNodeSeesTheLatest();
            long owed = moves(site.latest(), site.latest().plan());
            assertThat(site.settle()).isLessThanOrEqualTo((int) owed + NODES);
        });
    }

    /// How many entries have another owner now than in the plan.
    private static long moves(State state, Map<VirtualIp, NodeName> plan) {
        return state.owners().entrySet().stream()
                .filter(owned -> !owned.getValue().equals(plan.get(owned.getKey())))
                .count();
    }

    /// A mark, or a node's key, as it was written at a revision: what every change compares.
    private record Written<T>(T value, long revision) {}

    /// What the store holds at one revision.
    private record State(
            Map<VirtualIp, Entry> pool, Map<NodeName, Written<Node>> nodes, Map<VirtualIp, Written<NodeName>> marks) {

        private State {
            pool = Map.copyOf(pool);
            nodes = Map.copyOf(nodes);
            marks = Map.copyOf(marks);
        }

        private Map<VirtualIp, NodeName> owners() {
            var owners = new HashMap<VirtualIp, NodeName>();
            marks.forEach((ip, mark) -> owners.put(ip, mark.value()));
            return owners;
        }

        private Map<VirtualIp, NodeName> plan() {
            List<Node> taking = nodes.values().stream().map(Written::value).toList();
            return FairShare.assign(pool.values(), taking, owners(), Set.of());
        }
    }

    private static final class Site {

        private final Random random;
        private final List<State> history = new ArrayList<>();
        private final Map<NodeName, Integer> seenUpTo = new TreeMap<>();
        private int moves;

        private Site(Random random) {
            this.random = random;
            history.add(new State(Map.of(), Map.of(), Map.of()));
        }

        private State latest() {
            return history.getLast();
        }

        private void everyNodeSeesTheLatest() {
            latest().nodes().keySet().forEach(name -> seenUpTo.put(name, history.size() - 1));
        }

        /// Lets the nodes act until all is as planned, and returns how many moves it took.
        private int settle() {
            int movesBefore = moves;
            for (int round = 0; !latest().owners().equals(latest().plan()); round++) {
                assertThat(round).as("rounds without an end").isLessThan(60);
                var names = new ArrayList<>(latest().nodes().keySet());
                Collections.sort(names);
                Collections.shuffle(names, random);
                names.forEach(this::act);
            }
            return moves - movesBefore;
        }

        /// Somebody joins, leaves, adds, removes, or merely acts.
        private void disturb() {
            var pool = new HashMap<>(latest().pool());
            var nodes = new HashMap<>(latest().nodes());
            var marks = new HashMap<>(latest().marks());
            String letter = letter(random.nextInt(NODES));
            var name = new NodeName(letter);
            Entry entry = entry(1 + random.nextInt(ENTRIES));
            switch (random.nextInt(12)) {
                case 0 -> {
                    nodes.remove(name);
                    marks.values().removeIf(mark -> mark.value().equals(name));
                }
                case 1, 2 ->
                    nodes.putIfAbsent(name, new Written<>(node(letter, 1 + random.nextInt(3)), history.size()));
                case 3 -> {
                    pool.remove(entry.ip());
                    marks.remove(entry.ip());
                }
                case 4, 5, 6 -> pool.put(entry.ip(), entry);
                default -> act(name);
            }
            if (!pool.equals(latest().pool()) || !nodes.equals(latest().nodes())) {
                history.add(new State(pool, nodes, marks));
            }
        }

        /// Looks at some state, not older than the one it looked at before, and does its part of that plan, or
        /// some of it.
        private void act(NodeName self) {
            int oldest = seenUpTo.getOrDefault(self, 0);
            int index = oldest + random.nextInt(history.size() - oldest);
            seenUpTo.put(self, index);
            State seen = history.get(index);
            new TreeMap<>(seen.plan()).forEach((ip, target) -> {
                boolean isFree = !seen.marks().containsKey(ip);
                boolean isMine = self.equals(seen.owners().get(ip));
                boolean isOwed = isFree ? target.equals(self) : isMine && !target.equals(self);
                if (isOwed && random.nextInt(4) > 0) {
                    write(seen, ip, target);
                }
            });
        }

        /// Takes effect only if mark, entry and the target's key are as they were seen.
        private void write(State seen, VirtualIp ip, NodeName target) {
            State now = latest();
            boolean isAsSeen = now.pool().containsKey(ip)
                    && now.nodes().containsKey(target)
                    && Objects.equals(now.nodes().get(target), seen.nodes().get(target))
                    && Objects.equals(now.marks().get(ip), seen.marks().get(ip));
            if (isAsSeen) {
                var marks = new HashMap<>(now.marks());
                boolean isMove = marks.put(ip, new Written<>(target, history.size())) != null;
                history.add(new State(now.pool(), now.nodes(), marks));
                moves += isMove ? 1 : 0;
            }
        }
    }
}
