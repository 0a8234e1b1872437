package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;

import java.util.List;

/// Planted faults of what follows an incarnation: the next one, and the cleanup.
final class RestartMutants {

    private static final String CLEANUP = "daemon/recovery/Cleanup";
    private static final String LEASE_RELEASE = "daemon/recovery/LeaseRelease";

    private RestartMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "restart: ends the previous lease although marks are on it",
                        edit(
                                "loop/LoopParts",
                                "previousTenancy.filter(tenancy -> "
                                        + "tenancy.retained().isEmpty()).map(PreviousTenancy::lease);",
                                "previousTenancy.map(PreviousTenancy::lease);")),
                Mutant.of(
                        "restart: refreshes retained addresses before their marks are written again",
                        edit(
                                "plan/ActivePlan",
                                "        } else if (isPublished) {\n",
                                "        } else if (isPublished) { plan.refresh(seen.self().binding(entry));\n")),
                Mutant.of(
                        "cleanup: revokes the lease before it drops",
                        edit(
                                LEASE_RELEASE,
                                "        Set<VirtualIp> dropped = drop.dropAll(owned);",
                                "        store.revokeLease(record.lease());\n"
                                        + "        Set<VirtualIp> dropped = drop.dropAll(owned);")),
                Mutant.of(
                        "cleanup: revokes the lease although addresses are still bound",
                        edit(CLEANUP, "if (!left.isEmpty()) {", "if (left.size() > found.size()) {")),
                Mutant.of(
                        "cleanup: hands over before it drops",
                        edit(
                                LEASE_RELEASE,
                                "        Set<VirtualIp> dropped = drop.dropAll(owned);",
                                "        if (view.isPresent()) { handOver(name, record, store.view().pool().keySet()); "
                                        + "}\n        Set<VirtualIp> dropped = drop.dropAll(owned);")),
                Mutant.of(
                        "cleanup: acts although the next incarnation runs",
                        editOfTest(
                                "sim/world/CleanupProcess",
                                "machine.isRunning() || machine.isBeingCleanedUp()",
                                "machine.isBeingCleanedUp()")));
    }
}
