package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;

import java.util.List;
import java.util.stream.Stream;

/// Planted faults of the store that the nodes keep themselves, where everybody on the roll has to know; and
/// where a majority decides.
final class MulticastMutants {

    private static final String EVERYBODY = "store/multicast/coordinator/Unanimous";
    private static final String SERVICE = "store/multicast/coordinator/ActiveTerm";
    private static final String GATHERING = "store/multicast/coordinator/StateMerge";
    private static final String MAJORITY = "store/multicast/coordinator/Majority";
    private static final String VOTE = "store/multicast/participant/VoteEligibility";
    private static final String LEDGER = "store/multicast/coordinator/CoordinatorState";
    private static final String MEMORY = "store/multicast/participant/KnowledgeGap";
    private static final String POOL = "store/multicast/participant/LocalPool";

    private MulticastMutants() {}

    static List<Mutant> all() {
        return Stream.concat(ofEverybody().stream(), ofMajority().stream()).toList();
    }

    private static List<Mutant> ofMajority() {
        return List.of(
                Mutant.ofMajority(
                        "majority: half of the voters are enough",
                        edit(MAJORITY, "return count > voters.size() / 2;", "return count >= (voters.size() + 1) / 2;"),
                        edit(MAJORITY, "descending.get(voters.size() / 2)", "descending.get((voters.size() - 1) / 2)")),
                Mutant.ofMajority(
                        "majority: one voter who knows is enough",
                        edit(MAJORITY, "descending.get(voters.size() / 2)", "descending.get(0)")),
                Mutant.ofMajority(
                        "majority: leases are renewed and nobody is asked",
                        edit(MAJORITY, "return true;", "return false;")),
                Mutant.ofMajority(
                        "majority: who turns to a coordinator counts at once",
                        edit(VOTE, "countsFrom = now.plus(ttl);", "countsFrom = now;")),
                Mutant.ofMajority(
                                "majority: what was told to who did not count is enough to begin with",
                                edit(
                                        MAJORITY,
                                        "&& receivedReport.receivedAt().plus(voter.ineligibleFor()).compareTo(now) <= 0)",
                                        ")"))
                        .from(700));
    }

    private static List<Mutant> ofEverybody() {
        return List.of(
                Mutant.ofMulticast(
                                "multicast: answers before all know the change",
                                edit(EVERYBODY, "                .min()\n", "                .max()\n"))
                        .from(1100),
                Mutant.ofMulticast(
                        "multicast: a new coordinator does not wait for the absent's leases",
                        edit(
                                GATHERING,
                                "chosen.values().forEach(rawKey -> coordinatorState.adopt(rawKey, now));",
                                "chosen.values().stream().filter(rawKey -> rawKey.lease().isEmpty() || "
                                        + "isProven(rawKey)).forEach(rawKey -> coordinatorState.adopt(rawKey, now));")),
                Mutant.ofMulticast(
                                "multicast: a node does not notice that it was stopped",
                                edit(MEMORY, "if (hasStalled) {", "if (now.isNegative()) {"),
                                edit(MEMORY, "return hasStalled;", "return now.isNegative();"))
                        .from(1200),
                Mutant.ofMulticast(
                        "multicast: who has just started believes that nobody has anything",
                        edit(
                                MEMORY,
                                "isMember = true;\n            sureAt = now.plus(ttl);",
                                "isMember = true;\n            sureAt = now;")),
                Mutant.ofMulticast(
                        "multicast: leases end too early",
                        edit(
                                LEDGER,
                                "leases.put(lease, now.plus(ttl));",
                                "leases.put(lease, now.plus(ttl.dividedBy(2)));")),
                Mutant.ofMulticast(
                                "multicast: a mark is granted without a look at what it compares",
                                edit(
                                        LEDGER,
                                        "case Condition.Absent _ -> present == null;",
                                        "case Condition.Absent _ -> true;"))
                        .from(700),
                Mutant.ofMulticast(
                        "multicast: a state that came too early is not told again",
                        edit(
                                SERVICE,
                                "withoutAck().forEach(memberId -> sendFullState(memberId, now));",
                                "withoutAck();")),
                Mutant.ofMulticast(
                        "multicast: the older pool is kept",
                        edit(
                                POOL,
                                "if (versionedPool.version() > own.version()) {",
                                "if (versionedPool.version() < own.version()) {")),
                Mutant.ofMulticast(
                        "multicast: two pools under one version go unnoticed",
                        edit(POOL, "if (own.contradicts(versionedPool)) {", "if (own.version() < 0) {")));
    }
}
