package io.yaim.sim;

import static io.yaim.sim.Mutant.edit;
import static io.yaim.sim.Mutant.editOfTest;

import java.util.List;

/// Planted faults of what comes after a life: the next one, and the guardian.
final class RestartMutants {

    private static final String GUARD = "cli/afterlife/Guard";
    private static final String FAREWELL = "cli/afterlife/Farewell";

    private RestartMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "restart: ends the former lease although marks hang on it",
                        edit(
                                "loop/Loop",
                                "former.filter(life -> life.kept().isEmpty()).map(Former::lease);",
                                "former.map(Former::lease);")),
                Mutant.of(
                        "restart: refreshes what was kept before its mark is written anew",
                        edit(
                                "plan/Service",
                                "        } else if (isPublished) {\n",
                                "        } else if (isPublished) { refreshes.add(seen.self().binding(entry));\n")),
                Mutant.of(
                        "guardian revokes before it drops",
                        edit(
                                FAREWELL,
                                "        Set<VirtualIp> dropped = drop.now();",
                                "        store.leave(life.lease());\n        Set<VirtualIp> dropped = drop.now();")),
                Mutant.of(
                        "guardian revokes although something is still bound",
                        edit(GUARD, "if (!left.isEmpty()) {", "if (left.size() > found.size()) {")),
                Mutant.of(
                        "guardian passes on before it drops",
                        edit(
                                FAREWELL,
                                "        Set<VirtualIp> dropped = drop.now();",
                                "        if (isAtHand) { passOn(name, life, store.view().pool().keySet()); }\n"
                                        + "        Set<VirtualIp> dropped = drop.now();")),
                Mutant.of(
                        "guardian acts although the next life has begun",
                        editOfTest(
                                "sim/GuardianProcess",
                                "machine.isRunning() || machine.isBeingCleared()",
                                "machine.isBeingCleared()")));
    }
}
