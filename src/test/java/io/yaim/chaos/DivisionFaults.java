package io.yaim.chaos;

import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.PART_END;

import io.yaim.lab.Segment;
import java.util.List;
import java.util.stream.Stream;

/// What divides a cluster without a server: a node is cut off from all others while its device has a carrier.
final class DivisionFaults {

    private DivisionFaults() {}

    static List<Fault> all() {
        return Stream.of(
                        Fault.inServerless("on a segment of its own", COORDINATOR_END, (stage, node) -> {
                            stage.cluster().segment().isolate(node);
                            try {
                                stage.awaitDivided(node);
                            } finally {
                                stage.cluster().segment().rejoin(node);
                            }
                        }),
                        Fault.inServerless("no packets to and from the others", PART_END, (stage, node) -> {
                            hearsNone(stage, node);
                            isNotHeard(stage, node);
                            stage.awaitDivided(node);
                        }),
                        Fault.inServerless("hears nothing of the others, and is heard", PART_END, (stage, node) -> {
                            hearsNone(stage, node);
                            stage.awaitDivided(node);
                        }),
                        Fault.inServerless("hears the others, and is not heard", PART_END, (stage, node) -> {
                            isNotHeard(stage, node);
                            stage.awaitDivided(node);
                        }))
                .map(Fault::dividing)
                .toList();
    }

    private static void hearsNone(ChaosStage stage, String node) throws Exception {
        Segment segment = stage.cluster().segment();
        for (String other : stage.without(node)) {
            segment.deafen(node, other);
        }
    }

    private static void isNotHeard(ChaosStage stage, String node) throws Exception {
        Segment segment = stage.cluster().segment();
        for (String other : stage.without(node)) {
            segment.deafen(other, node);
        }
    }
}
