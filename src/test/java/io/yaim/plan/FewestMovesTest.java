package io.yaim.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.yaim.model.Node;
import io.yaim.model.NodeName;
import io.yaim.model.VirtualIp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Holds the plan for plain entries against every assignment there is, up to 4 nodes and 8 entries.
class FewestMovesTest {

    @Test
    void noFairAssignmentNeedsFewerMoves() {
        RandomCases.check(1500, random -> holdAgainstAll(RandomClusters.plain(random, 1, 4, 6)));
        RandomCases.check(60, random -> holdAgainstAll(RandomClusters.plain(random, 1, 4, 8)));
    }

    @Test
    void noFairAssignmentByWeightNeedsFewerMoves() {
        RandomCases.check(1500, random -> holdAgainstAll(RandomClusters.plain(random, 5, 4, 6)));
        RandomCases.check(60, random -> holdAgainstAll(RandomClusters.plain(random, 5, 4, 8)));
    }

    private static void holdAgainstAll(FairShareCase fairShareCase) {
        Map<VirtualIp, NodeName> plan = fairShareCase.assign();
        var all = new AllAssignments(fairShareCase);
        all.visit(0);
        long leastUnfair = all.leastUnfair;
        assertThat(unfairness(fairShareCase, loads(fairShareCase, plan)))
                .as("fairness of %s", plan)
                .isEqualTo(leastUnfair);
        assertThat(fairShareCase.moves(plan)).as("moves to %s", plan).isEqualTo(all.fewestMoves);
    }

    private static long[] loads(FairShareCase fairShareCase, Map<VirtualIp, NodeName> plan) {
        return fairShareCase.nodes().stream()
                .mapToLong(node -> FairShareCase.load(plan, node))
                .toArray();
    }

    /// How far the loads are from the exact shares, in sum, times the sum of weights. The least that whole
    /// numbers can reach is what the largest remainders give, and nothing else.
    private static long unfairness(FairShareCase fairShareCase, long[] loads) {
        long weights = fairShareCase.nodes().stream().mapToLong(Node::weight).sum();
        long sum = 0;
        for (int i = 0; i < loads.length; i++) {
            long apart = loads[i] * weights
                    - (long) fairShareCase.pool().size()
                            * fairShareCase.nodes().get(i).weight();
            sum += apart * apart;
        }
        return sum;
    }

    /// Every way to give each entry to a node; keeps the fewest moves among the least unfair ones.
    private static final class AllAssignments {

        private final FairShareCase fairShareCase;
        private final List<Integer> owners = new ArrayList<>();
        private final long[] loads;
        private int moves;
        private long leastUnfair = Long.MAX_VALUE;
        private long fewestMoves = Long.MAX_VALUE;

        private AllAssignments(FairShareCase fairShareCase) {
            this.fairShareCase = fairShareCase;
            loads = new long[fairShareCase.nodes().size()];
            var indices = new TreeMap<NodeName, Integer>();
            fairShareCase.nodes().forEach(node -> indices.put(node.name(), indices.size()));
            fairShareCase.pool().forEach(entry -> {
                NodeName owner = fairShareCase.owners().get(entry.ip());
                owners.add(owner == null ? -1 : indices.getOrDefault(owner, -1));
            });
        }

        private void visit(int entry) {
            if (entry == owners.size()) {
                count();
                return;
            }
            for (int node = 0; node < loads.length; node++) {
                int move = owners.get(entry) >= 0 && owners.get(entry) != node ? 1 : 0;
                loads[node]++;
                moves += move;
                visit(entry + 1);
                moves -= move;
                loads[node]--;
            }
        }

        private void count() {
            long unfair = unfairness(fairShareCase, loads);
            if (unfair < leastUnfair) {
                leastUnfair = unfair;
                fewestMoves = moves;
            } else if (unfair == leastUnfair) {
                fewestMoves = Math.min(fewestMoves, moves);
            }
        }
    }
}
