package io.yaim.chaos;

import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.MULTICAST_CLEANUP;

import io.yaim.chaos.Fault.Victim;
import java.util.List;
import java.util.stream.Stream;

/// What befalls the node that coordinates where there is no server.
final class CoordinatorFaults {

    private CoordinatorFaults() {}

    static List<Fault> all() {
        return Stream.of(
                        Fault.inServerless("kill -9 of the coordinator", MULTICAST_CLEANUP, (stage, node) -> {
                            stage.node(node).kill();
                            stage.awaitShared(stage.without(node));
                        }),
                        Fault.inServerless("the same, and its guardian", COORDINATOR_END, (stage, node) -> {
                            stage.node(node).killWithGuardian();
                            stage.awaitShared(stage.without(node));
                        }),
                        Fault.inServerless(
                                "the coordinator frozen for three ttl, thawed", COORDINATOR_END, NodeFaults::freeze),
                        Fault.inServerless("the coordinator's plug pulled", COORDINATOR_END, NetworkFaults::pullPlug))
                .map(fault -> fault.hitting(Victim.COORDINATOR))
                .toList();
    }
}
