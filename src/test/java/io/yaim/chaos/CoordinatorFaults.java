package io.yaim.chaos;

import static io.yaim.chaos.Bounds.COORDINATOR_END;
import static io.yaim.chaos.Bounds.MULTICAST_CLEANUP;

import io.yaim.chaos.Fault.Victim;
import java.util.List;
import java.util.stream.Stream;

/// Faults of the coordinator, without a server.
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
                                "the coordinator paused (SIGSTOP) for three ttl", COORDINATOR_END, NodeFaults::freeze),
                        Fault.inServerless("link of the coordinator down", COORDINATOR_END, NetworkFaults::pullPlug))
                .map(fault -> fault.hitting(Victim.COORDINATOR))
                .toList();
    }
}
