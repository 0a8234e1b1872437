package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;

import java.util.List;

/// Planted faults of what comes after a life: the next one, and the guardian.
final class RestartMutants {

    private static final String GUARD = "daemon/recovery/Cleanup";
    private static final String FAREWELL = "daemon/recovery/LeaseRelease";

    private RestartMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "restart: ends the former lease although marks hang on it",
                        edit(
                                "loop/Loop",
                                "previousTenancy.filter(life -> "
                                        + "life.retained().isEmpty()).map(PreviousTenancy::lease);",
                                "previousTenancy.map(PreviousTenancy::lease);")),
                Mutant.of(
                        "restart: refreshes what was kept before its mark is written anew",
                        edit(
                                "plan/ActivePlan",
                                "        } else if (isPublished) {\n",
                                "        } else if (isPublished) { refreshes.add(seen.self().binding(entry));\n")),
                Mutant.of(
                        "guardian revokes before it drops",
                        edit(
                                FAREWELL,
                                "        Set<VirtualIp> dropped = drop.dropAll();",
                                "        store.revokeLease(record.lease());\n"
                                        + "        Set<VirtualIp> dropped = drop.dropAll();")),
                Mutant.of(
                        "guardian revokes although something is still bound",
                        edit(GUARD, "if (!left.isEmpty()) {", "if (left.size() > found.size()) {")),
                Mutant.of(
                        "guardian passes on before it drops",
                        edit(
                                FAREWELL,
                                "        Set<VirtualIp> dropped = drop.dropAll();",
                                "        if (isReachable) { handOver(name, record, store.view().pool().keySet()); "
                                        + "}\n        Set<VirtualIp> dropped = drop.dropAll();")),
                Mutant.of(
                        "guardian acts although the next life has begun",
                        editOfTest(
                                "sim/world/CleanupProcess",
                                "machine.isRunning() || machine.isBeingCleanedUp()",
                                "machine.isBeingCleanedUp()")));
    }
}
