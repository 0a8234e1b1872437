package io.yaim.sim.mutant;

import static io.yaim.sim.mutant.Mutant.edit;
import static io.yaim.sim.mutant.Mutant.editOfTest;

import java.util.List;
import java.util.stream.Stream;

/// The planted faults: each is one that a hasty change could bring in.
final class Mutants {

    private static final String PROOF = "model/Proof";
    private static final String TENURE = "loop/lease/LeaseKeeper";
    private static final String SERVICE = "plan/ActivePlan";
    private static final String RESIGNATION = "plan/StepDownPlan";
    private static final String OBSERVATION = "plan/Observation";
    private static final String ISOLATION = "plan/IsolationPlan";
    private static final String VACANCIES = "loop/conflict/OrphanedEntries";
    private static final String STORE = "store/MemoryCluster";

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(
                        ofTime(),
                        ofMarks(),
                        ofOrder(),
                        ofTheWire(),
                        ofShares(),
                        FailsafeMutants.all(),
                        RestartMutants.all(),
                        ClaimMutants.all(),
                        GateMutants.all(),
                        MulticastMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> ofTime() {
        return List.of(
                Mutant.of(
                        "the deadline counts from the answer",
                        edit(TENURE, "present.renewed(sent, granted)", "present.renewed(answered, granted)")),
                Mutant.of(
                        "the deadline counts from a question that nobody answered",
                        edit(
                                TENURE,
                                "Duration granted = store.renew(present.id());",
                                "lease = Optional.of(present.renewed(sent, present.grantedTtl()));\n"
                                        + "Duration granted = store.renew(present.id());")),
                Mutant.of(
                        "a late answer counts",
                        edit(
                                TENURE,
                                "if (took.compareTo(leaseTiming.storeTimeout()) > 0) {",
                                "if (took.isNegative()) {")),
                Mutant.of(
                        "an answer after the proof ended revives it",
                        edit(TENURE, "if (mayKeepLease(present, answered)) {", "if (!answered.isNegative()) {"),
                        edit(TENURE, "!mayKeepLease(lease.get(), clock.now())", "lease.get().sentAt().isNegative()")),
                Mutant.of(
                        "the granted ttl is ignored",
                        edit(TENURE, "present.renewed(sent, granted)", "present.renewed(sent, leaseTiming.ttl())"),
                        edit(TENURE, "granted.ttl(), sent,", "leaseTiming.ttl(), sent,")),
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
                                "KERNEL_LATENESS = Duration.ofMillis(0)")),
                Mutant.of(
                        "a store that went back is trusted at once",
                        edit(
                                TENURE,
                                "earliestObtain = clock.now().plus(leaseTiming.ttl());",
                                "earliestObtain = clock.now();")));
    }

    private static List<Mutant> ofMarks() {
        return List.of(
                Mutant.of(
                        "an entry is marked without a look whether it is marked",
                        editOfTest(STORE, "!state.marks.containsKey(entry.ip())\n                        && ", "")),
                Mutant.of(
                        "a mark is written again without compare",
                        editOfTest(
                                STORE,
                                "isAsSeen(mark) && mark(mark.ip(), mark.owner(), lease)",
                                "mark(mark.ip(), mark.owner(), lease)")),
                Mutant.of(
                        "a late unmark still applies",
                        editOfTest(STORE, "isAsSeen(mark) && unmark(mark.ip())", "unmark(mark.ip())")),
                Mutant.of(
                        "a late hand-over still applies",
                        editOfTest(STORE, "isAsSeen(mark) && isAsSeen(target)", "isAsSeen(target)")),
                Mutant.of(
                        "whose name is in a mark owns the entry",
                        edit(
                                OBSERVATION,
                                "\n                && "
                                        + "lease.map(Lease::id).filter(mark::isAttachedTo).isPresent();",
                                ";")),
                Mutant.of(
                        "a mark is firm although an unmark was sent",
                        edit(
                                OBSERVATION,
                                "isMine(mark) && (released == null || released != mark.revision())",
                                "isMine(mark) && released != Long.valueOf(-1)")),
                Mutant.of(
                        "an unmark without answer is forgotten at the next look",
                        edit(
                                "loop/address/LoopMemory",
                                "mark.revision() > release.getValue()",
                                "mark.revision() > 0")));
    }

    private static List<Mutant> ofOrder() {
        return List.of(
                Mutant.of(
                        "unmarks before it drops",
                        edit(RESIGNATION, " && !bound.contains(mark.ip())", ""),
                        edit(
                                RESIGNATION,
                                "plan.addAll(changes.isEmpty() ? List.of() : List.of(new Action.Commit(changes)));",
                                "if (!changes.isEmpty()) { plan.addFirst(new Action.Commit(changes)); }")),
                Mutant.of(
                        "unmarks although the drop was not confirmed",
                        edit(RESIGNATION, " && !bound.contains(mark.ip())", "")),
                Mutant.of(
                        "hands over what it still has, for balance",
                        edit(
                                SERVICE,
                                "if (bound.containsKey(mark.ip())) {\n            moving",
                                "if (bound.isEmpty()) {\n            moving")),
                Mutant.of(
                        "hands over what it still has, for a wish",
                        edit(
                                SERVICE,
                                "if (bound.containsKey(mark.ip())) {\n            dropIfBound",
                                "if (bound.isEmpty()) {\n            dropIfBound")),
                Mutant.of(
                        "does not clean up when it starts",
                        edit(
                                ISOLATION,
                                "Planner.drop(expired, ",
                                "Planner.drop(seen.lease().isPresent() ? expired : List.of(), "),
                        edit(ISOLATION, "if (expired.isEmpty() && ", "if (")),
                Mutant.of(
                        "ends its lease before it drops",
                        edit(RESIGNATION, "return plan.isEmpty() && seen.isLeaving()", "return seen.isLeaving()")),
                Mutant.of(
                        "binds what it has only asked for",
                        edit(
                                SERVICE,
                                "changes.add(new StoreChange.Claim(entry, view.node(me)));",
                                "changes.add(new StoreChange.Claim(entry, view.node(me)));\n"
                                        + "binds.add(seen.self().binding(entry));")));
    }

    private static List<Mutant> ofTheWire() {
        return List.of(
                Mutant.of(
                        "what a vanished owner had is bound without a probe",
                        edit(VACANCIES, "marksGoneSince(lastRevision)", "marksGoneSince(view.revision())")),
                Mutant.of(
                                "a break in what the store told goes unnoticed",
                                edit(
                                        VACANCIES,
                                        "isFirst || view.markHistory().completeSince() > lastRevision",
                                        "isFirst"))
                        .from(150),
                Mutant.rare(
                                "who is new takes what is free for nobody's",
                                edit(
                                        VACANCIES,
                                        "if (mark == null) {\n            return true;",
                                        "if (mark == null) {\n            return false;"))
                        .from(2600),
                Mutant.of(
                        "an answer to a probe is not waited out",
                        edit(
                                VACANCIES,
                                "orphanedEntry.answered(addressSighting, now.plus(RETRY_AFTER_ANSWER))",
                                "orphanedEntry.probed(orphanedEntry.binding.orElseThrow(), 3, now)")));
    }

    private static List<Mutant> ofShares() {
        return List.of(
                Mutant.of(
                        "everybody's share is rounded up",
                        edit("plan/Shares", ".limit(rest)", ".limit(open.size())"),
                        edit(
                                "plan/FairShare",
                                "long widestGap = shares.partsOfEntry();",
                                "long widestGap = 2 * shares.partsOfEntry();")),
                Mutant.of(
                        "what is owned stays where it is",
                        edit("plan/FairShare", "if (!isPaused) {", "if (isPaused) {")),
                Mutant.of(
                        "nobody takes a mark that nobody holds any more",
                        edit(
                                "loop/address/LoopMemory",
                                "abandonedSince.putIfAbsent(mark.ip(), now)",
                                "abandonedSince.put(mark.ip(), now)")));
    }
}
