package io.yaim.sim;

import static io.yaim.sim.Mutant.edit;

import java.util.List;

/// Planted faults of mode `claim`.
final class ClaimMutants {

    private static final String SEARCH = "loop/Search";

    private ClaimMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "claim: takes without a probe",
                        edit(
                                SEARCH,
                                "entry.sent >= PROBES && entry.due.compareTo(now) <= 0",
                                "entry.due.compareTo(now) <= 0")),
                Mutant.of(
                        "claim: all ask at once, and mind nobody who asks",
                        edit(
                                SEARCH,
                                "STAGGER.multipliedBy(rank)",
                                "STAGGER.multipliedBy(rank).minus(STAGGER.multipliedBy(rank))"),
                        edit(
                                SEARCH,
                                "Duration pause = sighting.isHeld() ? AFTER_ANSWER : STAGGER;",
                                "if (!sighting.isHeld()) { return; } Duration pause = AFTER_ANSWER;")),
                Mutant.of(
                        "claim: keeps what another says is his",
                        edit(
                                "plan/Observation",
                                "!memory.wire().conflicts().containsKey(ip)\n                && ",
                                "")),
                Mutant.of(
                        "claim: the mark does not decide",
                        edit(
                                "plan/Service",
                                "        } else if (!seen.isMine(mark)) {\n            dropIfBound(ip);",
                                "        } else if (!seen.isMine(mark)) {\n            if (!seen.isAdrift(ip)) { dropIfBound(ip); }")));
    }
}
