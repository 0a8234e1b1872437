package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;

import java.util.List;
import java.util.stream.Stream;

/// The planted faults. Each is one that a hasty change could cause.
final class Mutants {

    private static final String PROOF = "model/Proof";
    private static final String LEASE_KEEPER = "loop/lease/LeaseKeeper";
    private static final String ACTIVE_PLAN = "plan/ActivePlan";
    private static final String PLAN_BUILDER = "plan/PlanBuilder";
    private static final String STEP_DOWN_PLAN = "plan/StepDownPlan";
    private static final String OBSERVATION = "plan/Observation";
    private static final String ISOLATION = "plan/IsolationPlan";
    private static final String ORPHANED_ENTRIES = "loop/conflict/OrphanedEntries";
    private static final String STORE_ACCESS = "loop/lease/StoreAccess";
    private static final String STORE = "store/MemoryCluster";

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(
                        ofTime(),
                        ofMarks(),
                        ofOrder(),
                        ofProbing(),
                        ofShares(),
                        ofRefusedCalls(),
                        FailsafeMutants.all(),
                        RestartMutants.all(),
                        ClaimMutants.all(),
                        GateMutants.all(),
                        MulticastMutants.all(),
                        StrangerMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> ofTime() {
        return List.of(
                Mutant.of(
                        "the deadline counts from the answer",
                        edit(LEASE_KEEPER, "present.renewed(sent, granted)", "present.renewed(answered, granted)")),
                Mutant.of(
                        "the deadline counts from a keep-alive without an answer",
                        edit(
                                LEASE_KEEPER,
                                "Duration granted = store.renew(present.id());",
                                "lease = Optional.of(present.renewed(sent, present.grantedTtl()));\n"
                                        + "Duration granted = store.renew(present.id());")),
                Mutant.of(
                        "a late answer counts",
                        edit(
                                LEASE_KEEPER,
                                "if (took.compareTo(leaseTiming.storeTimeout()) > 0) {",
                                "if (took.isNegative()) {")),
                Mutant.of(
                        "an answer after the proof ended revives it",
                        edit(LEASE_KEEPER, "if (mayKeepLease(present, answered)) {", "if (!answered.isNegative()) {"),
                        edit(
                                LEASE_KEEPER,
                                "!mayKeepLease(lease.get(), clock.now())",
                                "lease.get().sentAt().isNegative()")),
                Mutant.of(
                        "the granted ttl is ignored",
                        edit(
                                LEASE_KEEPER,
                                "present.renewed(sent, granted)",
                                "present.renewed(sent, leaseTiming.ttl())"),
                        edit(LEASE_KEEPER, "granted.ttl(), sent,", "leaseTiming.ttl(), sent,")),
                Mutant.of("the lifetime is constant", edit(PROOF, "left.isNegative() ? 0 : left.toSeconds()", "7")),
                Mutant.of(
                                "the margin for clock rates is zero",
                                edit(
                                        PROOF,
                                        "RATE_MARGIN = Duration.ofMillis(100)",
                                        "RATE_MARGIN = Duration.ofMillis(0)"))
                        .from(130),
                Mutant.of(
                        "the margin for a late kernel is zero",
                        edit(
                                PROOF,
                                "KERNEL_LATENESS = Duration.ofMillis(1300)",
                                "KERNEL_LATENESS = Duration.ofMillis(0)")));
    }

    private static List<Mutant> ofRefusedCalls() {
        return List.of(
                Mutant.ofRefusedCalls(
                        "a node that cannot read renews its lease for ever",
                        edit(STORE_ACCESS, "isUnreadable || isStuck", "isStuck")),
                Mutant.ofRefusedCalls(
                        "a node that cannot take its marks off renews its lease for ever",
                        edit(STORE_ACCESS, "isUnreadable || isStuck", "isUnreadable")));
    }

    private static List<Mutant> ofMarks() {
        return List.of(
                Mutant.of(
                        "a claim does not compare whether there is a mark",
                        editOfTest(STORE, "!state.marks.containsKey(entry.ip())\n                        && ", "")),
                Mutant.of(
                        "a retake does not compare the mark",
                        editOfTest(
                                STORE,
                                "isAsSeen(mark) && mark(mark.ip(), mark.owner(), lease)",
                                "mark(mark.ip(), mark.owner(), lease)")),
                Mutant.of(
                        "a late release still applies",
                        editOfTest(STORE, "isAsSeen(mark) && unmark(mark.ip())", "unmark(mark.ip())")),
                Mutant.of(
                        "a late hand-over still applies",
                        editOfTest(STORE, "isAsSeen(mark) && isAsSeen(target)", "isAsSeen(target)")),
                Mutant.of(
                        "ownership by name only",
                        edit(
                                OBSERVATION,
                                "\n                && "
                                        + "lease().map(Lease::id).filter(mark::isAttachedTo).isPresent();",
                                ";")),
                Mutant.of(
                        "a mark is relied on although a release was sent",
                        edit(
                                OBSERVATION,
                                "isMine(mark) && (released == null || released != mark.revision())",
                                "isMine(mark) && released != Long.valueOf(-1)")),
                Mutant.of(
                        "a release without an answer is forgotten at the next view",
                        edit(
                                "loop/address/LoopMemory",
                                "mark.revision() > release.getValue()",
                                "mark.revision() > 0")));
    }

    private static List<Mutant> ofOrder() {
        return List.of(
                Mutant.of(
                        "releases before it drops",
                        edit(STEP_DOWN_PLAN, " && !bound.contains(mark.ip())", ""),
                        edit(PLAN_BUILDER, "        add(plan, changes, Action.Commit::new);\n", ""),
                        edit(
                                PLAN_BUILDER,
                                "var plan = new ArrayList<>(drops);",
                                "var plan = new ArrayList<Action>(changes.isEmpty() ? List.of()"
                                        + " : List.of(new Action.Commit(changes))); plan.addAll(drops);")),
                Mutant.of(
                        "releases although the drop was not confirmed",
                        edit(STEP_DOWN_PLAN, " && !bound.contains(mark.ip())", "")),
                Mutant.of(
                        "hands over a bound entry, for balance",
                        edit(
                                ACTIVE_PLAN,
                                "if (bound.containsKey(mark.ip())) {\n            moving",
                                "if (bound.isEmpty()) {\n            moving")),
                Mutant.of(
                        "hands over a bound entry, for a wish",
                        edit(
                                ACTIVE_PLAN,
                                "if (bound.containsKey(mark.ip())) {\n            dropIfBound",
                                "if (bound.isEmpty()) {\n            dropIfBound")),
                Mutant.of(
                        "does not clean up when it starts",
                        edit(
                                ISOLATION,
                                "plan.drop(expired, ",
                                "plan.drop(seen.lease().isPresent() ? expired : List.of(), "),
                        edit(ISOLATION, "if (expired.isEmpty() && ", "if (")),
                Mutant.of(
                        "ends its lease before it drops",
                        edit(
                                STEP_DOWN_PLAN,
                                "if (ours.isEmpty() && changes.isEmpty() && seen.isLeaving()) {"
                                        + "\n            plan.releaseLease();",
                                "if (seen.isLeaving()) {\n            return List.of(new Action.ReleaseLease());")),
                Mutant.of(
                        "binds an entry that it has only requested",
                        edit(
                                ACTIVE_PLAN,
                                "plan.change(new StoreChange.Claim(entry, view.node(me)));",
                                "plan.change(new StoreChange.Claim(entry, view.node(me)));\n"
                                        + "plan.bind(seen.self().binding(entry));")));
    }

    private static List<Mutant> ofProbing() {
        return List.of(
                Mutant.of(
                        "an orphaned entry is bound without a probe",
                        edit(ORPHANED_ENTRIES, "marksGoneSince(lastRevision)", "marksGoneSince(view.revision())")),
                Mutant.of(
                                "a gap in the watch goes unnoticed",
                                edit(
                                        ORPHANED_ENTRIES,
                                        "isFirst || view.markHistory().completeSince() > lastRevision",
                                        "isFirst"))
                        .from(150),
                Mutant.of(
                        "an answer to a probe does not delay the bind",
                        edit(
                                ORPHANED_ENTRIES,
                                "orphanedEntry.answered(addressSighting, now.plus(RETRY_AFTER_ANSWER))",
                                "orphanedEntry.probed(orphanedEntry.binding.orElseThrow(), 3, now)")));
    }

    private static List<Mutant> ofShares() {
        return List.of(
                Mutant.of(
                        "every share is rounded up",
                        edit("plan/Shares", ".limit(rest)", ".limit(open.size())"),
                        edit(
                                "plan/FairShare",
                                "long widestGap = shares.partsOfEntry();",
                                "long widestGap = 2 * shares.partsOfEntry();")),
                Mutant.of("owned entries never move", edit("plan/FairShare", "if (!isPaused) {", "if (isPaused) {")),
                Mutant.of(
                        "a mark without a lease is never taken over",
                        edit(
                                "loop/address/LoopMemory",
                                "abandonedSince.putIfAbsent(mark.ip(), now)",
                                "abandonedSince.put(mark.ip(), now)")));
    }
}
