package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;

import java.util.List;

/// Planted faults of mode `claim`.
final class ClaimMutants {

    private static final String CLAIM_PROBING = "loop/conflict/ClaimProbing";

    private ClaimMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "claim: takes without a probe",
                        edit(
                                CLAIM_PROBING,
                                "entry.sent >= PROBE_COUNT && entry.due.compareTo(now) <= 0",
                                "entry.due.compareTo(now) <= 0")),
                Mutant.of(
                        "claim: all probe at once, and ignore the probes of others",
                        edit(
                                CLAIM_PROBING,
                                "STAGGER.multipliedBy(rank)",
                                "STAGGER.multipliedBy(rank).minus(STAGGER.multipliedBy(rank))"),
                        edit(
                                CLAIM_PROBING,
                                "Duration pause = addressSighting.isInUse() ? RETRY_AFTER_ANSWER : STAGGER;",
                                "if (!addressSighting.isInUse()) { return; } Duration pause = RETRY_AFTER_ANSWER;")),
                Mutant.of(
                        "claim: holds an address that another host announces",
                        edit(
                                "plan/Observation",
                                "!remembered.probeStatus().conflicts().containsKey(ip)\n                && ",
                                "")),
                Mutant.of(
                                "claim: the mark does not decide",
                                edit(
                                        "plan/ActivePlan",
                                        "        } else if (!seen.isMine(mark)) {\n            dropIfBound(ip);",
                                        "        } else if (!seen.isMine(mark)) {\n"
                                                + "            if (!seen.isHoldingByClaim(ip)) { dropIfBound(ip); }"))
                        .from(2000));
    }
}
