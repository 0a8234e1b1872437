package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.ofStranger;

import java.util.List;

/// Planted faults about addresses that somebody else has when they come into the pool.
final class StrangerMutants {

    private static final String ORPHANED_ENTRIES = "loop/conflict/OrphanedEntries";

    private StrangerMutants() {}

    static List<Mutant> all() {
        return List.of(
                ofStranger(
                        "stranger: a new entry is bound without a probe",
                        edit(ORPHANED_ENTRIES, "!lastPool.contains(ip) &&", "lastPool.isEmpty() &&")),
                ofStranger(
                        "stranger: a new node binds unowned entries without a probe",
                        edit(
                                ORPHANED_ENTRIES,
                                "!lastPool.contains(ip) &&",
                                "!lastPool.contains(ip) && !lastPool.isEmpty() &&"),
                        edit(
                                ORPHANED_ENTRIES,
                                "if (mark == null) {\n            return true;",
                                "if (mark == null) {\n            return false;")),
                ofStranger(
                        "stranger: a new entry becomes free by time, although a host answers",
                        edit(ORPHANED_ENTRIES, "isNew || binding.isEmpty()", "binding.isEmpty()")),
                ofStranger(
                        "stranger: what was found is forgotten under another lease",
                        edit(ORPHANED_ENTRIES, "removeIf(entry -> !entry.isNew)", "removeIf(entry -> true)")));
    }
}
