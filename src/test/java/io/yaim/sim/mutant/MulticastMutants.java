package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;

import java.util.List;
import java.util.stream.Stream;

/// Planted faults of the store without a server: where all in the membership view must know a change, and where a
/// majority decides.
final class MulticastMutants {

    private static final String UNANIMOUS = "store/multicast/coordinator/Unanimous";
    private static final String ACTIVE_TERM = "store/multicast/coordinator/ActiveTerm";
    private static final String STATE_MERGE = "store/multicast/coordinator/StateMerge";
    private static final String MAJORITY = "store/multicast/coordinator/Majority";
    private static final String VOTE_ELIGIBILITY = "store/multicast/participant/VoteEligibility";
    private static final String COORDINATOR_STATE = "store/multicast/coordinator/CoordinatorState";
    private static final String KNOWLEDGE_GAP = "store/multicast/participant/KnowledgeGap";
    private static final String KEEPER = "store/multicast/ChannelKeeper";
    private static final String POOL = "store/multicast/participant/LocalPool";

    private MulticastMutants() {}

    static List<Mutant> all() {
        return Stream.of(ofUnanimous(), ofCards(), ofMajority())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> ofCards() {
        return List.of(Mutant.ofMulticast(
                "multicast: a card that becomes another one goes unnoticed",
                edit(
                        KEEPER,
                        "if (used.isPresent() && !used.get().isIntact(host)) {",
                        "if (clock.get().isNegative()) {")));
    }

    private static List<Mutant> ofMajority() {
        return List.of(
                Mutant.ofMajority(
                        "majority: half of the voters are enough",
                        edit(MAJORITY, "return count > voters.size() / 2;", "return count >= (voters.size() + 1) / 2;"),
                        edit(MAJORITY, "descending.get(voters.size() / 2)", "descending.get((voters.size() - 1) / 2)")),
                Mutant.ofMajority(
                        "majority: confirmation by one voter is enough",
                        edit(MAJORITY, "descending.get(voters.size() / 2)", "descending.get(0)")),
                Mutant.ofMajority(
                        "majority: leases are renewed without a heartbeat",
                        edit(MAJORITY, "return true;", "return false;")),
                Mutant.ofMajority(
                        "majority: a voter counts at once in a new term",
                        edit(VOTE_ELIGIBILITY, "countsFrom = now.plus(ttl);", "countsFrom = now;")),
                Mutant.ofMajority(
                                "majority: state confirmed by voters that did not count is enough",
                                edit(
                                        MAJORITY,
                                        "&& receivedReport.receivedAt().plus(voter.ineligibleFor()).compareTo(now) <= 0)",
                                        ")"))
                        .from(700));
    }

    private static List<Mutant> ofUnanimous() {
        return List.of(
                Mutant.ofMulticast(
                                "multicast: answers before all know the change",
                                edit(UNANIMOUS, "                .min()\n", "                .max()\n"))
                        .from(800),
                Mutant.ofMulticast(
                        "multicast: a new coordinator does not wait for leases of absent nodes",
                        edit(
                                STATE_MERGE,
                                "chosen.values().forEach(rawKey -> coordinatorState.adopt(rawKey, now));",
                                "chosen.values().stream().filter(rawKey -> rawKey.lease().isEmpty() || "
                                        + "isProven(rawKey)).forEach(rawKey -> coordinatorState.adopt(rawKey, now));")),
                Mutant.ofMulticast(
                                "multicast: a node does not notice that it was stopped",
                                edit(KNOWLEDGE_GAP, "if (hasStalled) {", "if (now.isNegative()) {"),
                                edit(KNOWLEDGE_GAP, "return hasStalled;", "return now.isNegative();"))
                        .from(1200),
                Mutant.ofMulticast(
                        "multicast: a new node assumes that all entries are free",
                        edit(
                                KNOWLEDGE_GAP,
                                "isMember = true;\n            sureAt = now.plus(ttl);",
                                "isMember = true;\n            sureAt = now;")),
                Mutant.ofMulticast(
                        "multicast: leases end too early",
                        edit(
                                COORDINATOR_STATE,
                                "leases.put(lease, now.plus(ttl));",
                                "leases.put(lease, now.plus(ttl.dividedBy(2)));")),
                Mutant.ofMulticast(
                                "multicast: a mark is granted without its compare",
                                edit(
                                        COORDINATOR_STATE,
                                        "case Condition.Absent _ -> present == null;",
                                        "case Condition.Absent _ -> true;"))
                        .from(700),
                Mutant.ofMulticast(
                        "multicast: a state that arrived too early is not sent again",
                        edit(
                                ACTIVE_TERM,
                                "withoutAck().forEach(memberId -> sendFullState(memberId, now));",
                                "withoutAck();")),
                Mutant.ofMulticast(
                        "multicast: the older pool wins",
                        edit(
                                POOL,
                                "if (versionedPool.version() > own.version()) {",
                                "if (versionedPool.version() < own.version()) {")),
                Mutant.ofMulticast(
                        "multicast: two pools under one version go unnoticed",
                        edit(POOL, "if (own.contradicts(versionedPool)) {", "if (own.version() < 0) {")));
    }
}
